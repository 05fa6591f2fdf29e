from . import commands
from . import manifest
from . import page
from . import page_copy
from . import service_worker
