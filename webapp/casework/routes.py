"""Every route of the desk registers itself here. Roles stand in the package, the region in every query."""

from webapp.casework import bp  # noqa: F401  the blueprint that the app registers
from webapp.casework.commitments import routes as commitments  # noqa: F401
from webapp.casework.corrections import routes as corrections  # noqa: F401
from webapp.casework.deciding import routes as deciding  # noqa: F401
from webapp.casework.file import routes as file  # noqa: F401
from webapp.casework.needs import routes as needs  # noqa: F401
from webapp.casework.notices import routes as notices  # noqa: F401
from webapp.casework.overseeing import routes as overseeing  # noqa: F401
from webapp.casework.printing import routes as printing  # noqa: F401
from webapp.casework.publishing import routes as publishing  # noqa: F401
from webapp.casework.queue import routes as queue  # noqa: F401
from webapp.casework.rechecks import routes as rechecks  # noqa: F401
from webapp.casework.referrals import routes as referrals  # noqa: F401
from webapp.casework.services import routes as services  # noqa: F401
from webapp.casework.services.providers import routes as providers  # noqa: F401
from webapp.casework.supplementing import routes as supplementing  # noqa: F401
from webapp.casework.surveying import routes as surveying  # noqa: F401
from webapp.casework.transfers import routes as transfers  # noqa: F401
from webapp.casework.verifying import routes as verifying  # noqa: F401
from webapp.casework.warnings import routes as warnings  # noqa: F401
