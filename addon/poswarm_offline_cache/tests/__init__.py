from . import test_browser
from . import test_first_visit
from . import test_manifest
from . import test_service_worker
