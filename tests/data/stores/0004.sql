BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE alert (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	snoozed_until INTEGER, 
	snoozed_level INTEGER NOT NULL, 
	care_rev INTEGER NOT NULL, 
	CONSTRAINT alert_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE board_rev (
	id INTEGER NOT NULL, 
	rev INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT board_rev_alone CHECK (id = 1)
)
 STRICT

;
INSERT INTO "board_rev" VALUES(1,3,1);
CREATE TABLE calendar_day (
	day TEXT NOT NULL, 
	iso_week TEXT NOT NULL, 
	month TEXT NOT NULL, 
	quarter TEXT NOT NULL, 
	workday INTEGER NOT NULL, 
	PRIMARY KEY (day), 
	CONSTRAINT calendar_day_workday_flag CHECK (workday IN (0, 1))
)
 STRICT

;
INSERT INTO "calendar_day" VALUES('2026-11-20','2026-W47','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-21','2026-W47','2026-11','2026-Q4',0);
INSERT INTO "calendar_day" VALUES('2026-11-22','2026-W47','2026-11','2026-Q4',0);
INSERT INTO "calendar_day" VALUES('2026-11-23','2026-W48','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-24','2026-W48','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-25','2026-W48','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-26','2026-W48','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-27','2026-W48','2026-11','2026-Q4',1);
INSERT INTO "calendar_day" VALUES('2026-11-28','2026-W48','2026-11','2026-Q4',0);
INSERT INTO "calendar_day" VALUES('2026-11-29','2026-W48','2026-11','2026-Q4',0);
CREATE TABLE call (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	type_code TEXT NOT NULL, 
	skills TEXT NOT NULL, 
	minutes INTEGER NOT NULL, 
	received_at INTEGER NOT NULL, 
	due TEXT NOT NULL, 
	priority TEXT NOT NULL, 
	problem TEXT NOT NULL, 
	instructions TEXT NOT NULL, 
	access TEXT NOT NULL, 
	source TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	window_start INTEGER, 
	window_end INTEGER, 
	window_told_at INTEGER, 
	hold_reason TEXT NOT NULL, 
	hold_until TEXT, 
	cancel_reason TEXT NOT NULL, 
	closed_at INTEGER, 
	outcome TEXT NOT NULL, 
	phase TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, 
	promise_rev INTEGER NOT NULL, 
	fate_rev INTEGER NOT NULL, first_call_id INTEGER, part TEXT DEFAULT '' NOT NULL, part_ready_at INTEGER, 
	CONSTRAINT call_channel_word CHECK (channel IN ('phone', 'text', 'email')), 
	CONSTRAINT call_phase_word CHECK (phase IN ('open', 'scheduled', 'in_progress', 'on_hold', 'completed', 'closed', 'canceled')), 
	CONSTRAINT call_priority_word CHECK (priority IN ('emergency', 'high', 'normal', 'low')), 
	FOREIGN KEY(customer_id) REFERENCES customer (id), 
	FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT call_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "call" VALUES(1001,1,1,1,1,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','scheduled',1,1,1,NULL,'',NULL);
INSERT INTO "call" VALUES(1002,1,1,2,2,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','scheduled',1,1,1,NULL,'',NULL);
INSERT INTO "call" VALUES(1003,1,1,3,3,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','scheduled',1,1,1,NULL,'',NULL);
INSERT INTO "call" VALUES(1004,1,1,4,4,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','scheduled',1,1,1,NULL,'',NULL);
INSERT INTO "call" VALUES(1005,1,1,5,5,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','open',1,1,1,NULL,'',NULL);
INSERT INTO "call" VALUES(1006,1,1,6,6,'AC','["HVAC"]',60,1795448520,'2026-11-23','normal','','','','phone','phone',NULL,NULL,NULL,'',NULL,'',NULL,'','open',1,1,1,NULL,'',NULL);
CREATE TABLE call_type (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	skills TEXT NOT NULL, 
	minutes INTEGER NOT NULL, 
	priority TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, 
	CONSTRAINT call_type_priority_word CHECK (priority IN ('emergency', 'high', 'normal', 'low')), 
	CONSTRAINT call_type_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "call_type" VALUES(1,1,1,'AC','No cooling','["HVAC"]',60,'normal',1);
CREATE TABLE change (
	rev INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	entity TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	field_group TEXT NOT NULL, 
	state_from INTEGER NOT NULL, 
	state_to INTEGER NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	PRIMARY KEY (rev, seq), 
	FOREIGN KEY(rev) REFERENCES changeset (rev)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "change" VALUES(1,0,'shop',1,'life',0,1,NULL,'{"name": "Test", "zone_name": "America/New_York", "circuity": 1.3, "speed_kmh": 40.0, "parking_minutes": 1.5, "amber_minutes": 15, "first_call": 1001, "currency": "USD", "demo": 0, "codes": "{}", "rules": "{}"}');
INSERT INTO "change" VALUES(1,1,'call_type',1,'life',0,1,NULL,'{"code": "AC", "name": "No cooling", "skills": "[\"HVAC\"]", "minutes": 60, "priority": "normal"}');
INSERT INTO "change" VALUES(1,2,'technician',1,'life',0,1,NULL,'{"code": "T1", "name": "Tech 1", "phone": "", "email": "", "skills": "[\"HVAC\"]", "tags": "[]", "home_lat": 40.0, "home_lon": -74.0, "home_precision": "pin", "area": "", "active": 1, "note": "", "channel": "text", "language": "en"}');
INSERT INTO "change" VALUES(1,3,'shift',1,'life',0,1,NULL,'{"technician_id": 1, "weekday": 0, "start_minute": 480, "end_minute": 1020}');
INSERT INTO "change" VALUES(1,4,'time_off',1,'life',0,1,NULL,'{"technician_id": 1, "since": 1795464000, "until": null, "reason": "truck in the garage"}');
INSERT INTO "change" VALUES(1,5,'technician',2,'life',0,1,NULL,'{"code": "T2", "name": "Tech 2", "phone": "", "email": "", "skills": "[\"HVAC\"]", "tags": "[]", "home_lat": 40.01, "home_lon": -74.0, "home_precision": "pin", "area": "", "active": 1, "note": "", "channel": "text", "language": "en"}');
INSERT INTO "change" VALUES(1,6,'shift',2,'life',0,1,NULL,'{"technician_id": 2, "weekday": 0, "start_minute": 480, "end_minute": 1020}');
INSERT INTO "change" VALUES(1,7,'technician',3,'life',0,1,NULL,'{"code": "T3", "name": "Tech 3", "phone": "", "email": "", "skills": "[\"HVAC\"]", "tags": "[]", "home_lat": 40.02, "home_lon": -74.0, "home_precision": "pin", "area": "", "active": 1, "note": "", "channel": "text", "language": "en"}');
INSERT INTO "change" VALUES(1,8,'shift',3,'life',0,1,NULL,'{"technician_id": 3, "weekday": 0, "start_minute": 480, "end_minute": 1020}');
INSERT INTO "change" VALUES(1,9,'customer',1,'life',0,1,NULL,'{"name": "Customer 0", "phone": "+15550000000", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,10,'site',1,'life',0,1,NULL,'{"customer_id": 1, "address": "0 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.1, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,11,'call',1001,'life',0,1,NULL,'{"customer_id": 1, "site_id": 1, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(1,12,'visit',1,'life',0,1,NULL,'{"call_id": 1001, "technician_id": 1, "start": 1795438800, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0, "state": "tentative", "since": null, "enroute_at": null, "arrived_at": null, "finished_at": null, "paused_minutes": 0, "left_minutes": null, "left_at": null, "reason": "", "dispatched_at": null, "acknowledged_at": null, "eta_told": null, "eta_told_at": null, "onway_told_at": null, "asked_at": null, "answered_at": null, "undisturbed_at": null}');
INSERT INTO "change" VALUES(1,13,'customer',2,'life',0,1,NULL,'{"name": "Customer 1", "phone": "+15550000001", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,14,'site',2,'life',0,1,NULL,'{"customer_id": 2, "address": "1 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.101, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,15,'call',1002,'life',0,1,NULL,'{"customer_id": 2, "site_id": 2, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(1,16,'visit',2,'life',0,1,NULL,'{"call_id": 1002, "technician_id": 2, "start": 1795438800, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0, "state": "tentative", "since": null, "enroute_at": null, "arrived_at": null, "finished_at": null, "paused_minutes": 0, "left_minutes": null, "left_at": null, "reason": "", "dispatched_at": null, "acknowledged_at": null, "eta_told": null, "eta_told_at": null, "onway_told_at": null, "asked_at": null, "answered_at": null, "undisturbed_at": null}');
INSERT INTO "change" VALUES(1,17,'customer',3,'life',0,1,NULL,'{"name": "Customer 2", "phone": "+15550000002", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,18,'site',3,'life',0,1,NULL,'{"customer_id": 3, "address": "2 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.102000000000004, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,19,'call',1003,'life',0,1,NULL,'{"customer_id": 3, "site_id": 3, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(1,20,'visit',3,'life',0,1,NULL,'{"call_id": 1003, "technician_id": 3, "start": 1795438800, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0, "state": "tentative", "since": null, "enroute_at": null, "arrived_at": null, "finished_at": null, "paused_minutes": 0, "left_minutes": null, "left_at": null, "reason": "", "dispatched_at": null, "acknowledged_at": null, "eta_told": null, "eta_told_at": null, "onway_told_at": null, "asked_at": null, "answered_at": null, "undisturbed_at": null}');
INSERT INTO "change" VALUES(1,21,'customer',4,'life',0,1,NULL,'{"name": "Customer 3", "phone": "+15550000003", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,22,'site',4,'life',0,1,NULL,'{"customer_id": 4, "address": "3 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.103, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,23,'call',1004,'life',0,1,NULL,'{"customer_id": 4, "site_id": 4, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(1,24,'visit',4,'life',0,1,NULL,'{"call_id": 1004, "technician_id": 1, "start": 1795442400, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0, "state": "tentative", "since": null, "enroute_at": null, "arrived_at": null, "finished_at": null, "paused_minutes": 0, "left_minutes": null, "left_at": null, "reason": "", "dispatched_at": null, "acknowledged_at": null, "eta_told": null, "eta_told_at": null, "onway_told_at": null, "asked_at": null, "answered_at": null, "undisturbed_at": null}');
INSERT INTO "change" VALUES(1,25,'customer',5,'life',0,1,NULL,'{"name": "Customer 4", "phone": "+15550000004", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,26,'site',5,'life',0,1,NULL,'{"customer_id": 5, "address": "4 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.104, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,27,'call',1005,'life',0,1,NULL,'{"customer_id": 5, "site_id": 5, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(1,28,'customer',6,'life',0,1,NULL,'{"name": "Customer 5", "phone": "+15550000005", "phone2": "", "email": "", "channel": "phone", "language": "en", "tags": "[\"regular\"]", "note": "", "preferred": "[]", "blocked": "[]"}');
INSERT INTO "change" VALUES(1,29,'site',6,'life',0,1,NULL,'{"customer_id": 6, "address": "5 Elm Street", "city": "Springfield", "region": "", "postcode": "", "area": "", "place_lat": 40.105000000000004, "place_lon": -74.1, "place_precision": "pin", "access": ""}');
INSERT INTO "change" VALUES(1,30,'call',1006,'life',0,1,NULL,'{"customer_id": 6, "site_id": 6, "type_code": "AC", "skills": "[\"HVAC\"]", "minutes": 60, "received_at": 1795448520, "due": "2026-11-23", "priority": "normal", "problem": "", "instructions": "", "access": "", "source": "phone", "channel": "phone", "first_call_id": null, "part": "", "part_ready_at": null, "window_start": null, "window_end": null, "window_told_at": null, "hold_reason": "", "hold_until": null, "cancel_reason": "", "closed_at": null, "outcome": "", "phase": "open"}');
INSERT INTO "change" VALUES(2,0,'visit',1,'plan',1,2,'{"call_id": 1001, "technician_id": 1, "start": 1795438800, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0}','{"call_id": 1001, "technician_id": 1, "start": 1795438800, "minutes": 90, "service_date": "2026-11-23", "lock": "none", "helps": 0}');
INSERT INTO "change" VALUES(3,0,'visit',1,'plan',2,1,'{"call_id": 1001, "technician_id": 1, "start": 1795438800, "minutes": 90, "service_date": "2026-11-23", "lock": "none", "helps": 0}','{"call_id": 1001, "technician_id": 1, "start": 1795438800, "minutes": 60, "service_date": "2026-11-23", "lock": "none", "helps": 0}');
CREATE TABLE changeset (
	rev INTEGER NOT NULL, 
	uid TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	console TEXT NOT NULL, 
	way TEXT NOT NULL, 
	verb TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	undo_of INTEGER, 
	outcome TEXT NOT NULL, 
	PRIMARY KEY (rev), 
	CONSTRAINT changeset_kind_word CHECK (kind IN ('act', 'undo', 'redo', 'aside')), 
	CONSTRAINT changeset_way_word CHECK (way IN ('desk', 'screen', 'text', 'voice', 'program')), 
	FOREIGN KEY(undo_of) REFERENCES changeset (rev), 
	CONSTRAINT changeset_uid UNIQUE (uid)
)
 STRICT

;
INSERT INTO "changeset" VALUES(1,'af9fc664e4244760808c5ca9713473e6',1795448520,'setup','','desk','set_up_shop','set the shop up','','aside',NULL,'{"said": "set up", "warnings": []}');
INSERT INTO "changeset" VALUES(2,'b58b49b775a443f8a26477ba893a81fa',1795448520,'ann','','desk','move_visit','moved visit 1','','act',NULL,'{"said": "moved visit 1", "warnings": []}');
INSERT INTO "changeset" VALUES(3,'87c066f2d5634c5ea49f9e5f802ef01b',1795448520,'ann','','desk','move_visit','took back: moved visit 1','','undo',2,'{"said": "took back: moved visit 1", "warnings": []}');
CREATE TABLE clock (
	id INTEGER NOT NULL, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	anchor INTEGER NOT NULL, 
	wall_anchor INTEGER NOT NULL, 
	speed REAL NOT NULL, 
	rate_rev INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT clock_alone CHECK (id = 1), 
	CONSTRAINT clock_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE customer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	phone2 TEXT NOT NULL, 
	email TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	language TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	note TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	digits TEXT NOT NULL, 
	search TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, preferred TEXT DEFAULT '[]' NOT NULL, blocked TEXT DEFAULT '[]' NOT NULL, pairing_rev INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT customer_channel_word CHECK (channel IN ('phone', 'text', 'email')), 
	CONSTRAINT customer_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "customer" VALUES(1,1,1,'Customer 0','+15550000000','','','phone','en','["regular"]','','customer 0','15550000000',' customer 0 0 elm street springfield',1,'[]','[]',1);
INSERT INTO "customer" VALUES(2,1,1,'Customer 1','+15550000001','','','phone','en','["regular"]','','customer 1','15550000001',' customer 1 1 elm street springfield',1,'[]','[]',1);
INSERT INTO "customer" VALUES(3,1,1,'Customer 2','+15550000002','','','phone','en','["regular"]','','customer 2','15550000002',' customer 2 2 elm street springfield',1,'[]','[]',1);
INSERT INTO "customer" VALUES(4,1,1,'Customer 3','+15550000003','','','phone','en','["regular"]','','customer 3','15550000003',' customer 3 3 elm street springfield',1,'[]','[]',1);
INSERT INTO "customer" VALUES(5,1,1,'Customer 4','+15550000004','','','phone','en','["regular"]','','customer 4','15550000004',' customer 4 4 elm street springfield',1,'[]','[]',1);
INSERT INTO "customer" VALUES(6,1,1,'Customer 5','+15550000005','','','phone','en','["regular"]','','customer 5','15550000005',' customer 5 5 elm street springfield',1,'[]','[]',1);
CREATE TABLE disagreement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	call_id INTEGER NOT NULL, 
	within_team INTEGER NOT NULL, 
	theirs TEXT NOT NULL, 
	ours TEXT NOT NULL, 
	opened_by TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	opened_at INTEGER NOT NULL, 
	due TEXT, 
	settled_at INTEGER, 
	matter_rev INTEGER NOT NULL, 
	CONSTRAINT disagreement_within_team_flag CHECK (within_team IN (0, 1)), 
	FOREIGN KEY(call_id) REFERENCES call (id), 
	CONSTRAINT disagreement_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE draft (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	"values" TEXT NOT NULL, 
	saved_at INTEGER NOT NULL, 
	text_rev INTEGER NOT NULL, 
	CONSTRAINT draft_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE duty (
	name TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	until REAL NOT NULL, 
	term INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
CREATE TABLE foreign_id (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	source TEXT NOT NULL, 
	"foreign" TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	link_rev INTEGER NOT NULL, 
	CONSTRAINT foreign_id_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE geocoded (
	address TEXT NOT NULL, 
	lat REAL, 
	lon REAL, 
	precision TEXT NOT NULL, 
	source TEXT NOT NULL, 
	asked_at INTEGER NOT NULL, 
	PRIMARY KEY (address)
)
 STRICT

;
CREATE TABLE message (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	state TEXT NOT NULL, 
	body TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	address TEXT NOT NULL, 
	language TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	author TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	provider TEXT NOT NULL, 
	provider_id TEXT NOT NULL, 
	error TEXT NOT NULL, 
	handled_by TEXT NOT NULL, 
	meant TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	eta INTEGER, 
	window_start INTEGER, 
	window_end INTEGER, 
	expires_at INTEGER, 
	not_before INTEGER, 
	lease_until INTEGER, 
	sent_at INTEGER, 
	handled_at INTEGER, 
	technician_id INTEGER, 
	customer_id INTEGER, 
	call_id INTEGER, 
	visit_id INTEGER, 
	automatic INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	text_rev INTEGER NOT NULL, 
	delivery_rev INTEGER NOT NULL, 
	care_rev INTEGER NOT NULL, 
	CONSTRAINT message_kind_word CHECK (kind IN ('the_call', 'changed', 'off', 'check_in', 'confirmation', 'reminder', 'on_the_way', 'late', 'earlier', 'repromised', 'done', 'free', 'opted_out', 'reply')), 
	CONSTRAINT message_channel_word CHECK (channel IN ('phone', 'text', 'email')), 
	CONSTRAINT message_state_word CHECK (state IN ('draft', 'queued', 'sending', 'sent', 'failed', 'blocked', 'canceled', 'unknown', 'received')), 
	CONSTRAINT message_automatic_flag CHECK (automatic IN (0, 1)), 
	FOREIGN KEY(technician_id) REFERENCES technician (id), 
	FOREIGN KEY(customer_id) REFERENCES customer (id), 
	FOREIGN KEY(call_id) REFERENCES call (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	CONSTRAINT message_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	call_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	text TEXT NOT NULL, 
	text_rev INTEGER NOT NULL, 
	FOREIGN KEY(call_id) REFERENCES call (id), 
	CONSTRAINT note_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE opt_out (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	words TEXT NOT NULL, 
	said_by TEXT NOT NULL, 
	since INTEGER NOT NULL, 
	fact_rev INTEGER NOT NULL, 
	CONSTRAINT opt_out_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE shift (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	technician_id INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	start_minute INTEGER NOT NULL, 
	end_minute INTEGER NOT NULL, 
	rule_rev INTEGER NOT NULL, 
	CONSTRAINT shift_weekday CHECK (weekday BETWEEN 0 AND 6), 
	FOREIGN KEY(technician_id) REFERENCES technician (id), 
	CONSTRAINT shift_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "shift" VALUES(1,1,1,1,0,480,1020,1);
INSERT INTO "shift" VALUES(2,1,1,2,0,480,1020,1);
INSERT INTO "shift" VALUES(3,1,1,3,0,480,1020,1);
CREATE TABLE shop (
	id INTEGER NOT NULL, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	zone_name TEXT NOT NULL, 
	circuity REAL NOT NULL, 
	speed_kmh REAL NOT NULL, 
	parking_minutes REAL NOT NULL, 
	amber_minutes INTEGER NOT NULL, 
	first_call INTEGER NOT NULL, 
	currency TEXT NOT NULL, 
	demo INTEGER NOT NULL, 
	codes TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, rules TEXT DEFAULT '{}' NOT NULL, rules_rev INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT shop_demo_flag CHECK (demo IN (0, 1)), 
	CONSTRAINT shop_alone CHECK (id = 1), 
	CONSTRAINT shop_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "shop" VALUES(1,1,1,'Test','America/New_York',1.3,40.0,1.5,15,1001,'USD',0,'{}',1,'{}',1);
CREATE TABLE site (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	city TEXT NOT NULL, 
	region TEXT NOT NULL, 
	postcode TEXT NOT NULL, 
	area TEXT NOT NULL, 
	place_lat REAL, 
	place_lon REAL, 
	place_precision TEXT, 
	access TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, 
	CONSTRAINT site_place_precision_word CHECK (place_precision IN ('pin', 'house', 'interpolated', 'street', 'postcode', 'place', 'region', 'unknown')), 
	FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT site_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "site" VALUES(1,1,1,1,'0 Elm Street','Springfield','','','',40.1,-74.1,'pin','',1);
INSERT INTO "site" VALUES(2,1,1,2,'1 Elm Street','Springfield','','','',40.101,-74.1,'pin','',1);
INSERT INTO "site" VALUES(3,1,1,3,'2 Elm Street','Springfield','','','',4.0102000000000003867e+01,-74.1,'pin','',1);
INSERT INTO "site" VALUES(4,1,1,4,'3 Elm Street','Springfield','','','',40.103,-74.1,'pin','',1);
INSERT INTO "site" VALUES(5,1,1,5,'4 Elm Street','Springfield','','','',40.104,-74.1,'pin','',1);
INSERT INTO "site" VALUES(6,1,1,6,'5 Elm Street','Springfield','','','',4.0105000000000003979e+01,-74.1,'pin','',1);
CREATE TABLE stamp (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	visit_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	recorded_at INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	way TEXT NOT NULL, 
	note TEXT NOT NULL, 
	voids INTEGER, 
	rev INTEGER NOT NULL, 
	CONSTRAINT stamp_state_word CHECK (state IN ('tentative', 'dispatched', 'acknowledged', 'en_route', 'on_site', 'paused', 'done', 'cannot_complete', 'canceled')), 
	CONSTRAINT stamp_way_word CHECK (way IN ('desk', 'screen', 'text', 'voice', 'program')), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	FOREIGN KEY(voids) REFERENCES stamp (id)
)
 STRICT

;
CREATE TABLE store_meta (
	id INTEGER NOT NULL, 
	store_uid TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT store_meta_alone CHECK (id = 1)
)
 STRICT

;
INSERT INTO "store_meta" VALUES(1,'fa16fc2f54fb4a72b63886ca65a80c5a');
CREATE TABLE technician (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	email TEXT NOT NULL, 
	skills TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	home_lat REAL, 
	home_lon REAL, 
	home_precision TEXT, 
	area TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	info_rev INTEGER NOT NULL, channel TEXT DEFAULT 'text' NOT NULL, language TEXT DEFAULT 'en' NOT NULL, 
	CONSTRAINT technician_home_precision_word CHECK (home_precision IN ('pin', 'house', 'interpolated', 'street', 'postcode', 'place', 'region', 'unknown')), 
	CONSTRAINT technician_active_flag CHECK (active IN (0, 1)), 
	CONSTRAINT technician_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "technician" VALUES(1,1,1,'T1','Tech 1','','','["HVAC"]','[]',40.0,-74.0,'pin','',1,'',1,'text','en');
INSERT INTO "technician" VALUES(2,1,1,'T2','Tech 2','','','["HVAC"]','[]',40.01,-74.0,'pin','',1,'',1,'text','en');
INSERT INTO "technician" VALUES(3,1,1,'T3','Tech 3','','','["HVAC"]','[]',40.02,-74.0,'pin','',1,'',1,'text','en');
CREATE TABLE template (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	language TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	text_rev INTEGER NOT NULL, 
	CONSTRAINT template_kind_word CHECK (kind IN ('the_call', 'changed', 'off', 'check_in', 'confirmation', 'reminder', 'on_the_way', 'late', 'earlier', 'repromised', 'done', 'free', 'opted_out', 'reply')), 
	CONSTRAINT template_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
CREATE TABLE time_off (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	technician_id INTEGER NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	reason TEXT NOT NULL, 
	span_rev INTEGER NOT NULL, 
	FOREIGN KEY(technician_id) REFERENCES technician (id), 
	CONSTRAINT time_off_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "time_off" VALUES(1,1,1,1,1795464000,NULL,'truck in the garage',1);
CREATE TABLE visit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	life_rev INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	call_id INTEGER NOT NULL, 
	technician_id INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	service_date TEXT NOT NULL, 
	lock TEXT NOT NULL, 
	state TEXT NOT NULL, 
	since INTEGER, 
	enroute_at INTEGER, 
	arrived_at INTEGER, 
	finished_at INTEGER, 
	paused_minutes INTEGER NOT NULL, 
	left_minutes INTEGER, 
	left_at INTEGER, 
	reason TEXT NOT NULL, 
	dispatched_at INTEGER, 
	acknowledged_at INTEGER, 
	plan_rev INTEGER NOT NULL, 
	status_rev INTEGER NOT NULL, 
	told_rev INTEGER NOT NULL, eta_told INTEGER, eta_told_at INTEGER, onway_told_at INTEGER, asked_at INTEGER, answered_at INTEGER, undisturbed_at INTEGER, helps INTEGER DEFAULT 0 NOT NULL, client_rev INTEGER DEFAULT 0 NOT NULL, check_rev INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT visit_lock_word CHECK (lock IN ('none', 'time', 'tech', 'both')), 
	CONSTRAINT visit_state_word CHECK (state IN ('tentative', 'dispatched', 'acknowledged', 'en_route', 'on_site', 'paused', 'done', 'cannot_complete', 'canceled')), 
	FOREIGN KEY(call_id) REFERENCES call (id), 
	FOREIGN KEY(technician_id) REFERENCES technician (id), 
	CONSTRAINT visit_live_flag CHECK (live IN (0, 1))
)
 STRICT

;
INSERT INTO "visit" VALUES(1,1,1,1001,1,1795438800,60,'2026-11-23','none','tentative',NULL,NULL,NULL,NULL,0,NULL,NULL,'',NULL,NULL,1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,0,1,1);
INSERT INTO "visit" VALUES(2,1,1,1002,2,1795438800,60,'2026-11-23','none','tentative',NULL,NULL,NULL,NULL,0,NULL,NULL,'',NULL,NULL,1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,0,1,1);
INSERT INTO "visit" VALUES(3,1,1,1003,3,1795438800,60,'2026-11-23','none','tentative',NULL,NULL,NULL,NULL,0,NULL,NULL,'',NULL,NULL,1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,0,1,1);
INSERT INTO "visit" VALUES(4,1,1,1004,1,1795442400,60,'2026-11-23','none','tentative',NULL,NULL,NULL,NULL,0,NULL,NULL,'',NULL,NULL,1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,0,1,1);
CREATE UNIQUE INDEX call_type_code ON call_type (code) WHERE live = 1;
CREATE INDEX changeset_actor ON changeset (actor, rev);
CREATE UNIQUE INDEX changeset_undo_of ON changeset (undo_of) WHERE undo_of IS NOT NULL;
CREATE INDEX customer_digits ON customer (live, digits);
CREATE INDEX customer_search ON customer (live, search);
CREATE INDEX ix_customer_folded ON customer (folded);
CREATE INDEX ix_customer_phone ON customer (phone);
CREATE INDEX ix_customer_phone2 ON customer (phone2);
CREATE UNIQUE INDEX draft_owner ON draft (owner) WHERE live = 1;
CREATE INDEX foreign_id_name ON foreign_id (kind, source, "foreign");
CREATE UNIQUE INDEX technician_code ON technician (code) WHERE live = 1;
CREATE INDEX change_entity ON change (entity, entity_id, rev);
CREATE INDEX ix_shift_technician_id ON shift (technician_id);
CREATE INDEX ix_site_customer_id ON site (customer_id);
CREATE INDEX ix_time_off_technician_id ON time_off (technician_id);
CREATE INDEX call_phase ON call (phase, live);
CREATE INDEX ix_call_customer_id ON call (customer_id);
CREATE INDEX ix_call_site_id ON call (site_id);
CREATE INDEX ix_note_call_id ON note (call_id);
CREATE INDEX ix_visit_call_id ON visit (call_id);
CREATE INDEX visit_day ON visit (service_date, live);
CREATE INDEX visit_row ON visit (technician_id, service_date);
CREATE INDEX ix_stamp_rev ON stamp (rev);
CREATE INDEX ix_stamp_visit_id ON stamp (visit_id);
CREATE TRIGGER changeset_no_update BEFORE UPDATE ON changeset BEGIN SELECT RAISE(ABORT, 'changeset is append-only'); END;
CREATE TRIGGER changeset_no_delete BEFORE DELETE ON changeset BEGIN SELECT RAISE(ABORT, 'changeset is append-only'); END;
CREATE TRIGGER change_no_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'change is append-only'); END;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'change is append-only'); END;
CREATE TRIGGER stamp_no_update BEFORE UPDATE ON stamp BEGIN SELECT RAISE(ABORT, 'stamp is append-only'); END;
CREATE TRIGGER stamp_no_delete BEFORE DELETE ON stamp BEGIN SELECT RAISE(ABORT, 'stamp is append-only'); END;
CREATE UNIQUE INDEX message_key ON message ("key") WHERE live = 1;
CREATE INDEX message_customer ON message (customer_id, id);
CREATE INDEX message_technician ON message (technician_id, id);
CREATE INDEX message_call ON message (call_id, id);
CREATE INDEX message_address ON message (address, id);
CREATE INDEX message_open ON message (state) WHERE live = 1 AND handled_at IS NULL AND state NOT IN ('sent', 'canceled');
CREATE UNIQUE INDEX opt_out_address ON opt_out (address) WHERE live = 1;
CREATE UNIQUE INDEX template_kind ON template (kind, language) WHERE live = 1;
CREATE INDEX ix_disagreement_call_id ON disagreement (call_id);
CREATE UNIQUE INDEX alert_key ON alert ("key") WHERE live = 1;
CREATE INDEX alert_at ON alert (at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('call_type',1);
INSERT INTO "sqlite_sequence" VALUES('technician',3);
INSERT INTO "sqlite_sequence" VALUES('shift',3);
INSERT INTO "sqlite_sequence" VALUES('time_off',1);
INSERT INTO "sqlite_sequence" VALUES('customer',6);
INSERT INTO "sqlite_sequence" VALUES('site',6);
INSERT INTO "sqlite_sequence" VALUES('call',1006);
INSERT INTO "sqlite_sequence" VALUES('visit',4);
COMMIT;
