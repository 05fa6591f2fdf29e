"""Who may ask about which point of sale, and the answer to everybody else."""

from odoo.http import request


def asked_config(config_id):
    """Returns the point of sale, or none and the answer that says why not."""
    user = request.env.user
    if not user._is_internal() or not user.has_group("point_of_sale.group_pos_user"):
        return None, refuse(403, "no-pos-rights", "this user may not use the point of sale")
    config = request.env["pos.config"].search([("id", "=", config_id)])
    return (config, None) if config else (None, _refuse_unseen(config_id))


def _refuse_unseen(config_id):
    # Which point of sale has which number is no secret, and the person who
    # reads the message needs the difference.
    if request.env["pos.config"].sudo().search_count([("id", "=", config_id)]):
        return refuse(403, "no-access", "this user has no access to this point of sale or its company")
    return refuse(404, "unknown-config", "there is no such point of sale")


def refuse(status, code, message):
    return answer(status, {"error": {"code": code, "message": message}})


def answer(status, body):
    return request.make_json_response(body, headers=[("Cache-Control", "no-store")], status=status)
