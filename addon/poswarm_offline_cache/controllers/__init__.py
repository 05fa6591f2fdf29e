from . import manifest
from . import page
from . import service_worker
