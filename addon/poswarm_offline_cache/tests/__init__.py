from . import test_browser
from . import test_first_visit
from . import test_i18n
from . import test_logout
from . import test_manifest
from . import test_page_copy
from . import test_service_worker
from . import test_switch
