from tests.api.accounts.conftest import office as office
from tests.api.accounts.conftest import office_file as office_file
