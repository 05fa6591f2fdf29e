from . import ir_http
from . import ir_qweb
from . import pos_config
from . import pos_config_switch
from . import pos_session
from . import poswarm_command
from . import res_config_settings
