from . import ir_qweb
from . import pos_config
