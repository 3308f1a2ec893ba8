"""The whole schema: every module of tables has to be read before `metadata` knows all of them."""

from server.store import access_tables as access_tables
from server.store import alert_tables as alert_tables
from server.store import audit_tables as audit_tables
from server.store import booking_tables as booking_tables
from server.store import day_tables as day_tables
from server.store import device_tables as device_tables
from server.store import elastic_tables as elastic_tables
from server.store import failed_case_tables as failed_case_tables
from server.store import guidance_tables as guidance_tables
from server.store import people_tables as people_tables
from server.store import remote_tables as remote_tables
from server.store import return_tables as return_tables
from server.store import room_tables as room_tables
from server.store import settings_tables as settings_tables
from server.store.tables import metadata as metadata
