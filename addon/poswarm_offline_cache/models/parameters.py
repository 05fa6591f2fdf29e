"""System parameters, on every build of Odoo.

`get_param()` and `set_param()` became `get_str()` and `set_str()` in 19.4.
"""


def get_parameter(env, key):
    """Returns the text of a system parameter, empty where there is none."""
    parameters = env["ir.config_parameter"].sudo()
    read = getattr(parameters, "get_str", None) or parameters.get_param
    return read(key) or ""


def set_parameter(env, key, value):
    parameters = env["ir.config_parameter"].sudo()
    write = getattr(parameters, "set_str", None) or parameters.set_param
    write(key, value)
