PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO schema_version VALUES(1,0,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(2,1,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(3,2,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(4,3,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(5,4,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(6,5,1,'2026-11-22 01:33:33');
INSERT INTO schema_version VALUES(7,6,1,'2026-11-22 01:33:33');
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO settings VALUES('secret_key_check','SoMW/m/CkOJDgXOeTkKKkTi3tJmrxEtq8oLslGKgvO5yltls');
CREATE TABLE organizations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    seats      BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL
);
INSERT INTO organizations VALUES(1,'acme','acme',0,'2026-11-22 01:33:33.463264+00:00');
INSERT INTO organizations VALUES(2,'umbrella','umbrella',0,'2026-11-22 01:33:33.556101+00:00');
INSERT INTO organizations VALUES(3,'initech','Initech',25,'2026-11-22 01:33:33.816657+00:00');
CREATE TABLE users (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    hex_id          TEXT NOT NULL UNIQUE,
    uuid            TEXT NOT NULL UNIQUE,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    username        TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_folded    TEXT NOT NULL,
    state           TEXT NOT NULL,
    site_admin      BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash   TEXT NOT NULL DEFAULT '',
    first_login_at  TIMESTAMP,
    last_login_at   TIMESTAMP,
    created_at      TIMESTAMP NOT NULL
);
INSERT INTO users VALUES(1,'6b02466d27529758f3633c85','01a200e3-1b97-79f4-96ec-19c0e678162a',1,'Ada Lovelace','ada lovelace','ada','ada','ada@acme.example','ada@acme.example','active',1,'$argon2id$v=19$m=19456,t=2,p=1$nAID6s2+b8Vlyb6fYPCpmw$hRc98hFR4bbk6fH+i7DuTyXnMNFSELbLN97Q7dwE1ss','2026-11-22 01:33:33.72939+00:00','2026-11-22 01:33:33.729231+00:00','2026-11-22 01:33:33.463645+00:00');
INSERT INTO users VALUES(2,'6b02466d1dc0feefef4c95c6','01a200e3-1bf4-78c8-b0f4-9d8265d4258c',2,'Bob Kahn','bob kahn','bob','bob','bob@umbrella.example','bob@umbrella.example','active',0,'$argon2id$v=19$m=19456,t=2,p=1$MG8+vvi5Cd1UMpXCOsjcAQ$tAE+MJFgv73W/ft0ogZGFa3Y4lob7W66dVrXB6z+RzU',NULL,NULL,'2026-11-22 01:33:33.556569+00:00');
INSERT INTO users VALUES(3,'6b02466d7db8626e9332ee95','01a200e3-1d45-771a-95d7-8aa20738d9af',1,'Grace Hopper','grace hopper','grace','grace','grace@acme.example','grace@acme.example','active',0,'$argon2id$v=19$m=19456,t=2,p=1$c/41KOhF0yLZNb/v/b3rKw$5G3fTmn5MajV4wWCakHs5+nW0CiuxSrFm99YxM9Nerk','2026-11-22 01:33:34.294897+00:00','2026-11-22 01:33:34.294707+00:00','2026-11-22 01:33:33.893461+00:00');
INSERT INTO users VALUES(4,'6b02466dab4ad16f18b3d02b','01a200e3-1d87-7853-9382-c0ff2c98d826',1,'Alan Turing','alan turing','alan','alan','alan@acme.example','alan@acme.example','active',0,'$argon2id$v=19$m=19456,t=2,p=1$5jCIkRNjLS1Ae+5L1h/8eA$XfTW+ZgYssI+HR7OyFl9Wtne079ogPRUGHbE08nhbaw','2026-11-22 01:33:36.295647+00:00','2026-11-22 01:33:36.295557+00:00','2026-11-22 01:33:33.959541+00:00');
INSERT INTO users VALUES(5,'6b02466e7d139aa53a8ee56b','01a200e3-1dca-7a80-8726-80aadfe666b2',1,'Carol Shaw','carol shaw','carol','carol','carol@acme.example','carol@acme.example','disabled',0,'$argon2id$v=19$m=19456,t=2,p=1$B0liBGOJR1a7FtE3PPjwRg$OMUtQk8r87wEXLaqLz46dtYRsrKxEJup5HQKFA8uoVw',NULL,NULL,'2026-11-22 01:33:34.026683+00:00');
INSERT INTO users VALUES(6,'6b02466e3d93d9fc749091a0','01a200e3-1dfb-79cf-8faf-323a411cd368',1,'Edsger Dijkstra','edsger dijkstra','edsger','edsger','edsger@acme.example','edsger@acme.example','disabled',0,'$argon2id$v=19$m=19456,t=2,p=1$tieIDIdPenuZjs7ndh7M9w$0RjlGwZhF/ZLmMbj3sbBjdyeUCgz8hBJ1Ck2XDYr+9A','2026-11-22 01:33:36.350676+00:00','2026-11-22 01:33:36.350594+00:00','2026-11-22 01:33:34.075639+00:00');
INSERT INTO users VALUES(7,'6b02466e9fc80f03823da41d','01a200e3-1e20-7f1c-b351-4409c9579c79',1,'Radia Perlman','radia perlman','radia','radia','radia@acme.example','radia@acme.example','active',0,'$argon2id$v=19$m=19456,t=2,p=1$h9scBHoPLhDiRqZxSmvxaA$LCUEhFllmzsGk3uOj2eLA5ehBPhWgvqqCUzdfVyTAR4','2026-11-22 01:33:36.829292+00:00','2026-11-22 01:33:36.829053+00:00','2026-11-22 01:33:34.112966+00:00');
INSERT INTO users VALUES(8,'6b02466f921c8591e87993bb','01a200e3-24e9-70ca-a7bb-024a68d9022f',1,'margaret','margaret','margaret','margaret','margaret@acme.example','margaret@acme.example','invited',0,'',NULL,NULL,'2026-11-22 01:33:35.849049+00:00');
INSERT INTO users VALUES(9,'6b02466ff968fafa93ef347a','01a200e3-24ed-79b4-8417-19b068cb0b3e',1,'Linus Torvalds','linus torvalds','linus','linus','linus@acme.example','linus@acme.example','active',0,'$argon2id$v=19$m=19456,t=2,p=1$t0Xfez++PQZpv7lWFisrdg$EwVm7y3yYN0jdiLxWtcMLpJ6JAfZSrSw+/ik7lx3QEo','2026-11-22 01:33:36.060873+00:00','2026-11-22 01:33:36.060806+00:00','2026-11-22 01:33:35.853634+00:00');
INSERT INTO users VALUES(10,'6b02466fbdcbed90092ccfd6','01a200e3-24f0-7c1b-82df-6e80081aa1cd',1,'vint','vint','vint','vint','vint@acme.example','vint@acme.example','invited',0,'',NULL,NULL,'2026-11-22 01:33:35.856791+00:00');
INSERT INTO users VALUES(11,'6b02466f90d7852be71873ae','01a200e3-24f9-73a2-9d65-163d9661767f',1,'peter','peter','peter','peter','peter@initech.example','peter@initech.example','invited',0,'',NULL,NULL,'2026-11-22 01:33:35.865236+00:00');
CREATE TABLE members (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id         BIGINT NOT NULL REFERENCES users (id),
    role            TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
INSERT INTO members VALUES(1,1,'admin','2026-11-22 01:33:33.465644+00:00');
INSERT INTO members VALUES(2,2,'normal','2026-11-22 01:33:33.556738+00:00');
INSERT INTO members VALUES(1,3,'normal','2026-11-22 01:33:33.893619+00:00');
INSERT INTO members VALUES(1,4,'normal','2026-11-22 01:33:33.959587+00:00');
INSERT INTO members VALUES(1,5,'normal','2026-11-22 01:33:34.026755+00:00');
INSERT INTO members VALUES(1,6,'normal','2026-11-22 01:33:34.075686+00:00');
INSERT INTO members VALUES(1,7,'normal','2026-11-22 01:33:34.113056+00:00');
INSERT INTO members VALUES(1,2,'company_guest','2026-11-22 01:33:34.116298+00:00');
INSERT INTO members VALUES(1,8,'normal','2026-11-22 01:33:35.84912+00:00');
INSERT INTO members VALUES(1,9,'company_guest','2026-11-22 01:33:35.853717+00:00');
INSERT INTO members VALUES(1,10,'normal','2026-11-22 01:33:35.856827+00:00');
INSERT INTO members VALUES(1,11,'external_guest','2026-11-22 01:33:35.865306+00:00');
CREATE TABLE groups (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    created_at      TIMESTAMP NOT NULL
);
INSERT INTO "groups" VALUES(1,1,'On call','on call','who gets up at night','2026-11-22 01:33:34.121116+00:00');
CREATE TABLE group_members (
    group_id   BIGINT NOT NULL REFERENCES groups (id),
    user_id    BIGINT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (group_id, user_id)
);
INSERT INTO group_members VALUES(1,3,'2026-11-22 01:33:34.127003+00:00');
INSERT INTO group_members VALUES(1,4,'2026-11-22 01:33:34.130531+00:00');
CREATE TABLE sessions (
    id           TEXT NOT NULL PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    created_at   TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL
);
INSERT INTO sessions VALUES('01a200e3-1ca1-770c-8506-d4c066f77c96','1b28090df6c99fb5e7ab8dd6aa418273c311fa6ecb42c5ed7a4f12ff04f51701',1,'2026-11-22 01:33:33.729423+00:00','2026-11-22 01:33:33.729423+00:00','127.0.0.1','Mozilla/5.0 urllib/3.11');
INSERT INTO sessions VALUES('01a200e3-1ed6-7e20-9824-6da1109dfc35','e28caec817f94aa5589fe6f763045521a44eba11096cc6b114c07b20bdbeebaa',3,'2026-11-22 01:33:34.294911+00:00','2026-11-22 01:33:34.294911+00:00','127.0.0.1','Mozilla/5.0 urllib/3.11');
INSERT INTO sessions VALUES('01a200e3-25bc-7dad-819e-1cc7f8333211','1663db480c076e8ef810d9092a4ad64eabf6147b1bfaa7393820426b5421812d',9,'2026-11-22 01:33:36.060884+00:00','2026-11-22 01:33:36.060884+00:00','127.0.0.1','Mozilla/5.0 urllib/3.11');
INSERT INTO sessions VALUES('01a200e3-26a7-7a50-b40d-929a31ef490b','01e2e8b4bc673176c6763c6b9abafc951fe4db46b8f9e4afc78b3ddeeba183c1',4,'2026-11-22 01:33:36.29566+00:00','2026-11-22 01:33:36.29566+00:00','127.0.0.1','Mozilla/5.0 urllib/3.11');
INSERT INTO sessions VALUES('01a200e3-28bd-767f-99e4-f21aac52f622','59b6021219f7f372f15edc656c939c7c412bac6cbaf2c307e871e2ef416da9d8',7,'2026-11-22 01:33:36.829362+00:00','2026-11-22 01:33:36.829362+00:00','127.0.0.1','Mozilla/5.0 urllib/3.11');
CREATE TABLE tokens (
    id           TEXT NOT NULL PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    name         TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    created_by   TEXT NOT NULL,
    expires_at   TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);
INSERT INTO tokens VALUES('x5h3zzizura2s7xd','1df02c47140bd37ad80565b8ded261f0c33661893f69e818393e1ba6ee4a4388',1,'terraform','2026-11-22 01:33:33.591829+00:00','command',NULL,'2026-11-22 01:33:36.249136+00:00',NULL);
CREATE TABLE sign_in_failures (
    key           TEXT NOT NULL PRIMARY KEY,
    failures      BIGINT NOT NULL,
    last_at       TIMESTAMP NOT NULL,
    blocked_until TIMESTAMP
);
INSERT INTO sign_in_failures VALUES('account:a68062f152dcf94a55741625ec5b289bdb87aff6e5c8f2e2652de45120cf0499',1,'2026-11-22 01:33:33.8101+00:00',NULL);
INSERT INTO sign_in_failures VALUES('address:127.0.0.1',2,'2026-11-22 01:33:36.209656+00:00',NULL);
CREATE TABLE setup_codes (
    hash       TEXT NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);
INSERT INTO setup_codes VALUES('45ab1e9a26a624e3ba6fda2ac20092bcf34c68fe865a527715746a4b86c70abf','2026-11-22 01:33:33.32648+00:00',NULL);
CREATE TABLE audit_log (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    at              TIMESTAMP NOT NULL,
    organization_id BIGINT,
    actor_kind      TEXT NOT NULL,
    actor_id        BIGINT,
    actor_name      TEXT NOT NULL,
    action          TEXT NOT NULL,
    object          TEXT NOT NULL,
    object_id       TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    reason          TEXT NOT NULL,
    before          TEXT NOT NULL,
    after           TEXT NOT NULL,
    source          TEXT NOT NULL,
    address         TEXT NOT NULL,
    request_id      TEXT NOT NULL
);
INSERT INTO audit_log VALUES(1,'2026-11-22 01:33:33.32658+00:00',NULL,'system',NULL,'rollcall','setup.code','site','','done','','','','system','','');
INSERT INTO audit_log VALUES(2,'2026-11-22 01:33:33.46619+00:00',1,'command',NULL,'command','user.add','user','1','done','','','{"email":"ada@acme.example","name":"Ada Lovelace","role":"admin","siteAdmin":true,"username":"ada"}','command','','');
INSERT INTO audit_log VALUES(3,'2026-11-22 01:33:33.556999+00:00',2,'command',NULL,'command','user.add','user','2','done','','','{"email":"bob@umbrella.example","name":"Bob Kahn","role":"normal","siteAdmin":false,"username":"bob"}','command','','');
INSERT INTO audit_log VALUES(4,'2026-11-22 01:33:33.592259+00:00',NULL,'command',NULL,'command','token.create','token','x5h3zzizura2s7xd','done','','','{"expires":"0001-01-01T00:00:00Z","name":"terraform","user":1}','command','','');
INSERT INTO audit_log VALUES(5,'2026-11-22 01:33:33.730055+00:00',1,'user',1,'ada','user.sign_in','user','1','done','','','','page','127.0.0.1','a9880cdafd8cb34a');
INSERT INTO audit_log VALUES(6,'2026-11-22 01:33:33.810788+00:00',NULL,'nobody',NULL,'','user.sign_in','user','','refused','unauthenticated: The username, address or password is wrong.','','','page','127.0.0.1','4c299e087979adb0');
INSERT INTO audit_log VALUES(7,'2026-11-22 01:33:33.816791+00:00',3,'user',1,'ada','organization.create','organization','3','done','','','{"name":"initech","seats":25,"title":"Initech"}','page','127.0.0.1','8042e37a95db4d63');
INSERT INTO audit_log VALUES(8,'2026-11-22 01:33:33.893786+00:00',1,'user',1,'ada','user.add','user','3','done','','','{"email":"grace@acme.example","name":"Grace Hopper","role":"normal","siteAdmin":false,"username":"grace"}','page','127.0.0.1','c73e92f593d68434');
INSERT INTO audit_log VALUES(9,'2026-11-22 01:33:33.959683+00:00',1,'user',1,'ada','user.add','user','4','done','','','{"email":"alan@acme.example","name":"Alan Turing","role":"normal","siteAdmin":false,"username":"alan"}','page','127.0.0.1','30df9bd70dd0c231');
INSERT INTO audit_log VALUES(10,'2026-11-22 01:33:34.026981+00:00',1,'user',1,'ada','user.add','user','5','done','','','{"email":"carol@acme.example","name":"Carol Shaw","role":"normal","siteAdmin":false,"username":"carol"}','page','127.0.0.1','5b7df5d77707d687');
INSERT INTO audit_log VALUES(11,'2026-11-22 01:33:34.07588+00:00',1,'user',1,'ada','user.add','user','6','done','','','{"email":"edsger@acme.example","name":"Edsger Dijkstra","role":"normal","siteAdmin":false,"username":"edsger"}','page','127.0.0.1','6bbda9bb3ce9abd5');
INSERT INTO audit_log VALUES(12,'2026-11-22 01:33:34.113183+00:00',1,'user',1,'ada','user.add','user','7','done','','','{"email":"radia@acme.example","name":"Radia Perlman","role":"normal","siteAdmin":false,"username":"radia"}','page','127.0.0.1','6c591fd3a01f03b2');
INSERT INTO audit_log VALUES(13,'2026-11-22 01:33:34.116524+00:00',1,'user',1,'ada','guest.add','user','2','done','','','{"home":"umbrella","role":"company_guest","username":"bob"}','page','127.0.0.1','68b774d3ed6c30d0');
INSERT INTO audit_log VALUES(14,'2026-11-22 01:33:34.121323+00:00',1,'user',1,'ada','group.create','group','1','done','','','{"Name":"On call","Description":"who gets up at night"}','page','127.0.0.1','51af4e96fae8775c');
INSERT INTO audit_log VALUES(15,'2026-11-22 01:33:34.12705+00:00',1,'user',1,'ada','group.add','group','1','done','','','{"user":3,"username":"grace"}','page','127.0.0.1','68a6b19e194f4b04');
INSERT INTO audit_log VALUES(16,'2026-11-22 01:33:34.130561+00:00',1,'user',1,'ada','group.add','group','1','done','','','{"user":4,"username":"alan"}','page','127.0.0.1','f360a749070143a6');
INSERT INTO audit_log VALUES(17,'2026-11-22 01:33:34.134347+00:00',1,'user',1,'ada','pipe.create','pipe','1','done','','','{"Name":"Onboarding","Description":"From the signed contract to the first day","Icon":"users","Color":"green","Public":true}','page','127.0.0.1','cfd5568bb9c9be7a');
INSERT INTO audit_log VALUES(18,'2026-11-22 01:33:34.138437+00:00',1,'user',1,'ada','table.create','table','2','done','','','{"Name":"Suppliers","Description":"","Icon":"","Color":"orange","Public":false}','page','127.0.0.1','2b7f9472bb6204af');
INSERT INTO audit_log VALUES(19,'2026-11-22 01:33:34.142575+00:00',1,'user',1,'ada','service_account.create','service_account','1','done','','','{"client":"533jeo53jp3judfc","name":"Terraform","role":"admin"}','page','127.0.0.1','7fe26b6c90968efb');
INSERT INTO audit_log VALUES(20,'2026-11-22 01:33:34.146369+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466e1c38bd7b752de9ac','done','','','{"scope":"organization","scopeId":1,"name":"works","url":"http://127.0.0.1:18999/works","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','3e55e5e4eac98b49');
INSERT INTO audit_log VALUES(21,'2026-11-22 01:33:34.151668+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466e5e5b23d1c8cd03a2','done','','','{"scope":"organization","scopeId":1,"name":"fails","url":"http://127.0.0.1:18999/fails","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','ef3985339213f699');
INSERT INTO audit_log VALUES(22,'2026-11-22 01:33:34.157442+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466e9120f5507dfb06ce','done','','','{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','f3ff8b461d7fa4fc');
INSERT INTO audit_log VALUES(23,'2026-11-22 01:33:34.162575+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466ee2ecc392f6733470','done','','','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','b245b61348354539');
INSERT INTO audit_log VALUES(24,'2026-11-22 01:33:34.167313+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466e2babe3ecab205253','done','','','{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','8f04810e36d20dc7');
INSERT INTO audit_log VALUES(25,'2026-11-22 01:33:34.17672+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466ec896b4d99e054d81','done','','','{"scope":"organization","scopeId":1,"name":"gone","url":"http://127.0.0.1:18999/gone","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','03f2c2a66792bb77');
INSERT INTO audit_log VALUES(26,'2026-11-22 01:33:34.181648+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466ebae493706d018551','done','','','{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','90467e2a298f9f12');
INSERT INTO audit_log VALUES(27,'2026-11-22 01:33:34.187062+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466e3d2ca524da0cb072','done','','','{"scope":"pipe","scopeId":1,"name":"pipe","url":"http://127.0.0.1:18999/pipe","description":"of release 6","types":["user.role_set","user.removal_from_pipe"],"enabled":true,"email":"ops@acme.example","headers":{"X-Team":"(set)"}}','page','127.0.0.1','449b79a3109fdd53');
INSERT INTO audit_log VALUES(28,'2026-11-22 01:33:34.192246+00:00',1,'user',1,'ada','webhook.create','webhook','6b02466ef844f7fdd0202422','done','','','{"scope":"table","scopeId":2,"name":"table","url":"http://127.0.0.1:18999/table","description":"of release 6","types":["user.role_set"],"enabled":true}','page','127.0.0.1','396a5b7a53666740');
INSERT INTO audit_log VALUES(29,'2026-11-22 01:33:34.197273+00:00',1,'user',1,'ada','webhook.pause','webhook','6b02466e9120f5507dfb06ce','done','','{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','page','127.0.0.1','4f4eeb38ba88a580');
INSERT INTO audit_log VALUES(30,'2026-11-22 01:33:34.199148+00:00',1,'user',1,'ada','webhook.pause','webhook','6b02466ebae493706d018551','done','','{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','page','127.0.0.1','7328b7eaeace650c');
INSERT INTO audit_log VALUES(31,'2026-11-22 01:33:34.296377+00:00',1,'user',3,'grace','user.sign_in','user','3','done','','','','page','127.0.0.1','73343f66cb540962');
INSERT INTO audit_log VALUES(32,'2026-11-22 01:33:34.716199+00:00',1,'user',1,'ada','user.disable','user','5','done','','{"state":"active"}','{"state":"disabled"}','page','127.0.0.1','533b58f2124cdecc');
INSERT INTO audit_log VALUES(33,'2026-11-22 01:33:35.850282+00:00',1,'user',1,'ada','invitation.send','user','8','done','','','{"email":"margaret@acme.example","name":"margaret","role":"normal","siteAdmin":false,"username":"margaret"}','page','127.0.0.1','a25e206027dd7fee');
INSERT INTO audit_log VALUES(34,'2026-11-22 01:33:35.854448+00:00',1,'user',1,'ada','invitation.send','user','9','done','','','{"email":"linus@acme.example","name":"linus","role":"company_guest","siteAdmin":false,"username":"linus"}','page','127.0.0.1','2d3d6d561f9d9d97');
INSERT INTO audit_log VALUES(35,'2026-11-22 01:33:35.857277+00:00',1,'user',1,'ada','invitation.send','user','10','done','','','{"email":"vint@acme.example","name":"vint","role":"normal","siteAdmin":false,"username":"vint"}','page','127.0.0.1','d7d63f34f374837c');
INSERT INTO audit_log VALUES(36,'2026-11-22 01:33:35.860067+00:00',1,'user',1,'ada','pipe.add','user','4','done','','','{"email":"alan@acme.example","in":"the pipe Onboarding","role":"admin"}','page','127.0.0.1','abf69bd86f6af9d6');
INSERT INTO audit_log VALUES(37,'2026-11-22 01:33:35.862532+00:00',1,'user',1,'ada','pipe.add','user','6','done','','','{"email":"edsger@acme.example","in":"the pipe Onboarding","role":"member"}','page','127.0.0.1','cdfe60a6c2758950');
INSERT INTO audit_log VALUES(38,'2026-11-22 01:33:35.866014+00:00',1,'user',1,'ada','invitation.send','user','11','done','','','{"email":"peter@initech.example","name":"peter","role":"external_guest","siteAdmin":false,"username":"peter"}','page','127.0.0.1','7c19af5c9439f079');
INSERT INTO audit_log VALUES(39,'2026-11-22 01:33:35.869559+00:00',1,'user',1,'ada','invitation.revoke','invitation','01a200e3-24f1-70bc-a2a2-a71a34d831c8','done','','{"email":"vint@acme.example","state":"pending"}','','page','127.0.0.1','0a8766f099cd4dba');
INSERT INTO audit_log VALUES(40,'2026-11-22 01:33:36.062125+00:00',1,'user',9,'linus','invitation.accept','invitation','01a200e3-24ee-70a7-8483-0e6a376017f1','done','','','{"email":"linus@acme.example","username":"linus"}','page','127.0.0.1','dc628cea5884683c');
INSERT INTO audit_log VALUES(41,'2026-11-22 01:33:36.067805+00:00',1,'user',1,'ada','pipe.role','user','4','done','','{"in":"the pipe Onboarding","role":"admin"}','{"role":"creator"}','page','127.0.0.1','63fb85e9b2f47fb6');
INSERT INTO audit_log VALUES(42,'2026-11-22 01:33:36.092249+00:00',1,'user',1,'ada','pipe.remove','pipe','1','done','','{"role":"member","user":6,"username":"edsger"}','','page','127.0.0.1','b1b2843e8eac00bd');
INSERT INTO audit_log VALUES(43,'2026-11-22 01:33:36.201574+00:00',1,'user',1,'ada','service_account.renew','service_account','1','done','','','{"name":"Terraform","secret":"(set)"}','page','127.0.0.1','ec77e9b9245f755f');
INSERT INTO audit_log VALUES(44,'2026-11-22 01:33:36.211953+00:00',NULL,'nobody',NULL,'','access_token.issue','service_account','','refused','unauthenticated: The client id or the client secret is wrong.','','','graphql','127.0.0.1','');
INSERT INTO audit_log VALUES(45,'2026-11-22 01:33:36.218526+00:00',1,'service',NULL,'533jeo53jp3judfc','access_token.issue','service_account','1','done','','','','graphql','127.0.0.1','');
INSERT INTO audit_log VALUES(46,'2026-11-22 01:33:36.222681+00:00',1,'user',1,'ada','webhook.pause','webhook','6b02466ee2ecc392f6733470','done','','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','page','127.0.0.1','9a01ac282fe706bf');
INSERT INTO audit_log VALUES(47,'2026-11-22 01:33:36.230861+00:00',1,'user',1,'ada','webhook.delete','webhook','6b02466ec896b4d99e054d81','done','','{"Names":["gone"],"Pending":0,"Records":0}','','page','127.0.0.1','760858ad734f02c1');
INSERT INTO audit_log VALUES(48,'2026-11-22 01:33:36.250868+00:00',1,'token',1,'ada','webhook.pause','webhook','6b02466e2babe3ecab205253','done','','{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"api"}','rest','127.0.0.1','0f5cf1f3325c2ee8');
INSERT INTO audit_log VALUES(49,'2026-11-22 01:33:36.25347+00:00',1,'user',1,'ada','webhook.test','webhook','6b02466e1c38bd7b752de9ac','done','','','{"delivery":"01a200e3-267d-70be-8d58-1e17d84b1dbb","type":"USER_LOGIN"}','page','127.0.0.1','f54c3cb4cd036845');
INSERT INTO audit_log VALUES(50,'2026-11-22 01:33:36.298551+00:00',1,'user',4,'alan','user.sign_in','user','4','done','','','','page','127.0.0.1','e7fbddcfb6deb5a3');
INSERT INTO audit_log VALUES(51,'2026-11-22 01:33:36.351466+00:00',1,'user',6,'edsger','user.sign_in','user','6','done','','','','page','127.0.0.1','a9d84170f4fd903b');
INSERT INTO audit_log VALUES(52,'2026-11-22 01:33:36.542027+00:00',1,'user',1,'ada','webhook.resume','webhook','6b02466e9120f5507dfb06ce','done','','{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','0c83a0c9a7224711');
INSERT INTO audit_log VALUES(53,'2026-11-22 01:33:36.5588+00:00',1,'user',1,'ada','webhook.resume','webhook','6b02466ebae493706d018551','done','','{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','7a9b692d0c1cd572');
INSERT INTO audit_log VALUES(54,'2026-11-22 01:33:36.614638+00:00',1,'user',1,'ada','webhook.resume','webhook','6b02466ee2ecc392f6733470','done','','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','page','127.0.0.1','9a561375c20d9c35');
INSERT INTO audit_log VALUES(55,'2026-11-22 01:33:36.831376+00:00',1,'user',7,'radia','user.sign_in','user','7','done','','','','page','127.0.0.1','63642a25203eb3c1');
INSERT INTO audit_log VALUES(56,'2026-11-22 01:33:36.834705+00:00',1,'user',1,'ada','user.disable','user','6','done','','{"state":"active"}','{"state":"disabled"}','page','127.0.0.1','d450c026f1292c4a');
INSERT INTO audit_log VALUES(57,'2026-11-22 01:33:36.941084+00:00',1,'user',1,'ada','webhook.pause','webhook','6b02466ee2ecc392f6733470','done','','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}','{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}','page','127.0.0.1','a81becf7774c1c0c');
CREATE TABLE events (
    id               TEXT NOT NULL PRIMARY KEY,
    type             TEXT NOT NULL,
    occurred_at      TIMESTAMP NOT NULL,
    subject_user_id  BIGINT NOT NULL,
    subject          TEXT NOT NULL,
    source           TEXT NOT NULL,
    facts            TEXT NOT NULL
);
INSERT INTO events VALUES('01a200e3-1ca1-7a28-bd94-a6c7b1c6e542','USER_CREATED','2026-11-22 01:33:33.729617+00:00',1,'ada@acme.example','page','{"subject":{"id":1,"hexId":"6b02466d27529758f3633c85","name":"Ada Lovelace","username":"ada","email":"ada@acme.example","uuid":"01a200e3-1b97-79f4-96ec-19c0e678162a"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO events VALUES('01a200e3-1ca1-7e1e-988f-3f944a52b920','USER_LOGIN','2026-11-22 01:33:33.729617+00:00',1,'ada@acme.example','page','{"subject":{"id":1,"hexId":"6b02466d27529758f3633c85","name":"Ada Lovelace","username":"ada","email":"ada@acme.example","uuid":"01a200e3-1b97-79f4-96ec-19c0e678162a"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO events VALUES('01a200e3-1ed7-70b4-a9f5-e4b3a73c1bdc','USER_CREATED','2026-11-22 01:33:34.295029+00:00',3,'grace@acme.example','page','{"subject":{"id":3,"hexId":"6b02466d7db8626e9332ee95","name":"Grace Hopper","username":"grace","email":"grace@acme.example","uuid":"01a200e3-1d45-771a-95d7-8aa20738d9af"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":3,"hexId":"","name":"Grace Hopper","username":"grace","email":"grace@acme.example"}}');
INSERT INTO events VALUES('01a200e3-1ed7-71c5-93e0-87d46ae6a957','USER_LOGIN','2026-11-22 01:33:34.295029+00:00',3,'grace@acme.example','page','{"subject":{"id":3,"hexId":"6b02466d7db8626e9332ee95","name":"Grace Hopper","username":"grace","email":"grace@acme.example","uuid":"01a200e3-1d45-771a-95d7-8aa20738d9af"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":3,"hexId":"","name":"Grace Hopper","username":"grace","email":"grace@acme.example"}}');
INSERT INTO events VALUES('01a200e3-207b-7478-b903-8abfa9100ca9','USER_DISABLED','2026-11-22 01:33:34.71529+00:00',5,'carol@acme.example','page','{"subject":{"id":5,"hexId":"6b02466e7d139aa53a8ee56b","name":"Carol Shaw","username":"carol","email":"carol@acme.example","uuid":"01a200e3-1dca-7a80-8726-80aadfe666b2"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO events VALUES('01a200e3-24ea-7272-8274-276f853223ed','user.invitation_sent','2026-11-22 01:33:35.850158+00:00',8,'margaret@acme.example','page','{"subject":{"id":8,"hexId":"6b02466f921c8591e87993bb","name":"margaret","username":"margaret","email":"margaret@acme.example","uuid":"01a200e3-24e9-70ca-a7bb-024a68d9022f"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO events VALUES('01a200e3-24ee-755e-9d91-80d29cc805ef','user.invitation_sent','2026-11-22 01:33:35.85435+00:00',9,'linus@acme.example','page','{"subject":{"id":9,"hexId":"6b02466ff968fafa93ef347a","name":"linus","username":"linus","email":"linus@acme.example","uuid":"01a200e3-24ed-79b4-8417-19b068cb0b3e"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO events VALUES('01a200e3-24f1-7369-8bda-f38552c7831d','user.invitation_sent','2026-11-22 01:33:35.857222+00:00',10,'vint@acme.example','page','{"subject":{"id":10,"hexId":"6b02466fbdcbed90092ccfd6","name":"vint","username":"vint","email":"vint@acme.example","uuid":"01a200e3-24f0-7c1b-82df-6e80081aa1cd"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO events VALUES('01a200e3-24f9-7e0b-912e-355376ce0086','user.invitation_sent','2026-11-22 01:33:35.865919+00:00',11,'peter@initech.example','page','{"subject":{"id":11,"hexId":"6b02466f90d7852be71873ae","name":"peter","username":"peter","email":"peter@initech.example","uuid":"01a200e3-24f9-73a2-9d65-163d9661767f"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO events VALUES('01a200e3-25bc-7b0d-82ea-84a34dada7ef','user.invitation_acceptance','2026-11-22 01:33:36.060721+00:00',9,'linus@acme.example','page','{"subject":{"id":9,"hexId":"6b02466ff968fafa93ef347a","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-24ed-79b4-8417-19b068cb0b3e"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO events VALUES('01a200e3-25bd-7390-bcf5-29c23333992f','USER_CREATED','2026-11-22 01:33:36.061191+00:00',9,'linus@acme.example','page','{"subject":{"id":9,"hexId":"6b02466ff968fafa93ef347a","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-24ed-79b4-8417-19b068cb0b3e"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"}}');
INSERT INTO events VALUES('01a200e3-25bd-74ac-8ab9-09a87d560191','USER_LOGIN','2026-11-22 01:33:36.061191+00:00',9,'linus@acme.example','page','{"subject":{"id":9,"hexId":"6b02466ff968fafa93ef347a","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-24ed-79b4-8417-19b068cb0b3e"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"}}');
INSERT INTO events VALUES('01a200e3-25c3-75cb-af20-74779ea1e972','user.role_set','2026-11-22 01:33:36.067378+00:00',4,'alan@acme.example','page','{"subject":{"id":4,"hexId":"6b02466dab4ad16f18b3d02b","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-1d87-7853-9382-c0ff2c98d826"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"pipe","id":1,"suid":"xbSkG1Sd","uuid":"01a200e3-1e35-7f14-a232-77edcd958f04","name":"Onboarding"},"previousRole":"admin","newRole":"creator"}');
INSERT INTO events VALUES('01a200e3-25dc-70b2-9deb-dc48dfa91d48','user.removal_from_pipe','2026-11-22 01:33:36.092043+00:00',6,'edsger@acme.example','page','{"subject":{"id":6,"hexId":"6b02466e3d93d9fc749091a0","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-1dfb-79cf-8faf-323a411cd368"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"pipe","id":1,"suid":"xbSkG1Sd","uuid":"01a200e3-1e35-7f14-a232-77edcd958f04","name":"Onboarding"}}');
INSERT INTO events VALUES('01a200e3-26a9-7917-8308-7f2e2515b6a9','USER_CREATED','2026-11-22 01:33:36.297569+00:00',4,'alan@acme.example','page','{"subject":{"id":4,"hexId":"6b02466dab4ad16f18b3d02b","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-1d87-7853-9382-c0ff2c98d826"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":4,"hexId":"","name":"Alan Turing","username":"alan","email":"alan@acme.example"}}');
INSERT INTO events VALUES('01a200e3-26a9-7afb-8664-9e13348d4453','USER_LOGIN','2026-11-22 01:33:36.297569+00:00',4,'alan@acme.example','page','{"subject":{"id":4,"hexId":"6b02466dab4ad16f18b3d02b","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-1d87-7853-9382-c0ff2c98d826"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":4,"hexId":"","name":"Alan Turing","username":"alan","email":"alan@acme.example"}}');
INSERT INTO events VALUES('01a200e3-26de-7c88-941f-81c129bba817','USER_CREATED','2026-11-22 01:33:36.350805+00:00',6,'edsger@acme.example','page','{"subject":{"id":6,"hexId":"6b02466e3d93d9fc749091a0","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-1dfb-79cf-8faf-323a411cd368"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":6,"hexId":"","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example"}}');
INSERT INTO events VALUES('01a200e3-26de-7d75-aac7-71600f5b6944','USER_LOGIN','2026-11-22 01:33:36.350805+00:00',6,'edsger@acme.example','page','{"subject":{"id":6,"hexId":"6b02466e3d93d9fc749091a0","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-1dfb-79cf-8faf-323a411cd368"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":6,"hexId":"","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example"}}');
INSERT INTO events VALUES('01a200e3-28bd-7b86-896e-d0ab33482ac2','USER_CREATED','2026-11-22 01:33:36.829665+00:00',7,'radia@acme.example','page','{"subject":{"id":7,"hexId":"6b02466e9fc80f03823da41d","name":"Radia Perlman","username":"radia","email":"radia@acme.example","uuid":"01a200e3-1e20-7f1c-b351-4409c9579c79"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":7,"hexId":"","name":"Radia Perlman","username":"radia","email":"radia@acme.example"}}');
INSERT INTO events VALUES('01a200e3-28be-720c-9af7-64824e32a3ba','USER_LOGIN','2026-11-22 01:33:36.829665+00:00',7,'radia@acme.example','page','{"subject":{"id":7,"hexId":"6b02466e9fc80f03823da41d","name":"Radia Perlman","username":"radia","email":"radia@acme.example","uuid":"01a200e3-1e20-7f1c-b351-4409c9579c79"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":7,"hexId":"","name":"Radia Perlman","username":"radia","email":"radia@acme.example"}}');
INSERT INTO events VALUES('01a200e3-28c2-7587-be43-67bb732014c9','USER_DISABLED','2026-11-22 01:33:36.83436+00:00',6,'edsger@acme.example','page','{"subject":{"id":6,"hexId":"6b02466e3d93d9fc749091a0","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-1dfb-79cf-8faf-323a411cd368"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
CREATE TABLE event_places (
    scope    TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES events (id),
    PRIMARY KEY (scope, scope_id, event_id)
) WITHOUT ROWID;
INSERT INTO event_places VALUES('organization',1,'01a200e3-1ca1-7a28-bd94-a6c7b1c6e542');
INSERT INTO event_places VALUES('organization',1,'01a200e3-1ca1-7e1e-988f-3f944a52b920');
INSERT INTO event_places VALUES('organization',1,'01a200e3-1ed7-70b4-a9f5-e4b3a73c1bdc');
INSERT INTO event_places VALUES('organization',1,'01a200e3-1ed7-71c5-93e0-87d46ae6a957');
INSERT INTO event_places VALUES('organization',1,'01a200e3-207b-7478-b903-8abfa9100ca9');
INSERT INTO event_places VALUES('organization',1,'01a200e3-24ea-7272-8274-276f853223ed');
INSERT INTO event_places VALUES('organization',1,'01a200e3-24ee-755e-9d91-80d29cc805ef');
INSERT INTO event_places VALUES('organization',1,'01a200e3-24f1-7369-8bda-f38552c7831d');
INSERT INTO event_places VALUES('organization',1,'01a200e3-24f9-7e0b-912e-355376ce0086');
INSERT INTO event_places VALUES('organization',1,'01a200e3-25bc-7b0d-82ea-84a34dada7ef');
INSERT INTO event_places VALUES('organization',1,'01a200e3-25bd-7390-bcf5-29c23333992f');
INSERT INTO event_places VALUES('organization',1,'01a200e3-25bd-74ac-8ab9-09a87d560191');
INSERT INTO event_places VALUES('organization',1,'01a200e3-26a9-7917-8308-7f2e2515b6a9');
INSERT INTO event_places VALUES('organization',1,'01a200e3-26a9-7afb-8664-9e13348d4453');
INSERT INTO event_places VALUES('organization',1,'01a200e3-26de-7c88-941f-81c129bba817');
INSERT INTO event_places VALUES('organization',1,'01a200e3-26de-7d75-aac7-71600f5b6944');
INSERT INTO event_places VALUES('organization',1,'01a200e3-28bd-7b86-896e-d0ab33482ac2');
INSERT INTO event_places VALUES('organization',1,'01a200e3-28be-720c-9af7-64824e32a3ba');
INSERT INTO event_places VALUES('organization',1,'01a200e3-28c2-7587-be43-67bb732014c9');
INSERT INTO event_places VALUES('pipe',1,'01a200e3-25c3-75cb-af20-74779ea1e972');
INSERT INTO event_places VALUES('pipe',1,'01a200e3-25dc-70b2-9deb-dc48dfa91d48');
CREATE TABLE webhooks (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    scope           TEXT NOT NULL,
    scope_id        BIGINT NOT NULL,
    name            TEXT NOT NULL,
    activate        BOOLEAN NOT NULL,
    url             TEXT NOT NULL,
    description     TEXT NOT NULL,
    secret          BLOB NOT NULL,
    enabled         BOOLEAN NOT NULL,
    pause           TEXT NOT NULL DEFAULT '',
    paused_at       TIMESTAMP,
    failures        BIGINT NOT NULL DEFAULT 0,
    failing_since   TIMESTAMP,
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      TIMESTAMP NOT NULL,
    created_by      TEXT NOT NULL,
    updated_at      TIMESTAMP NOT NULL,
    updated_by      TEXT NOT NULL,
    deleted_at      TIMESTAMP
, email TEXT NOT NULL DEFAULT '', headers BLOB, filters TEXT);
INSERT INTO webhooks VALUES('6b02466e1c38bd7b752de9ac',1,'organization',1,'works',1,'http://127.0.0.1:18999/works','of release 6',X'129d9482ce1b0f8f0cecb7db46d91d1f108abe54fbe452d99204c38a9aa1b02dcaf31e768f4b93930058d90168b54d9db10a0a2bfbb407c447acd8f9',1,'',NULL,0,NULL,1,'2026-11-22 01:33:34.145861+00:00','ada','2026-11-22 01:33:34.145861+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466e5e5b23d1c8cd03a2',1,'organization',1,'fails',1,'http://127.0.0.1:18999/fails','of release 6',X'b1f08ec3338193b9f0c4e3cbd87712bcfc8054b8d2d4a2f575d964007159f45d417b476a13c6e91e3955eda106c139669dcaf83aebbeb261aaa94716',1,'',NULL,11,'2026-11-22 01:33:34.307937+00:00',1,'2026-11-22 01:33:34.151545+00:00','ada','2026-11-22 01:33:34.151545+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466e9120f5507dfb06ce',1,'organization',1,'retries',1,'http://127.0.0.1:18999/retries','of release 6',X'a4737b497448b027e3624ac0211d6eaed2e629849294c411d0eb46f4e261c4416e91c34fafbb383ff8ce00ac1d7afa6f6430ca3154386ace43e67293',1,'',NULL,2,'2026-11-22 01:33:36.860656+00:00',3,'2026-11-22 01:33:34.157228+00:00','ada','2026-11-22 01:33:36.541229+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466ee2ecc392f6733470',1,'organization',1,'paused',1,'http://127.0.0.1:18999/paused','of release 6',X'16bf0f19c8dc0a61277f944f8ea417d8e83bfd79d920f9e11c60bb3e25ed88a9ce77104894463a2179c5b314017d5a64a16b8095059773efd566e82c',0,'paused','2026-11-22 01:33:36.940939+00:00',2,'2026-11-22 01:33:36.843305+00:00',4,'2026-11-22 01:33:34.16246+00:00','ada','2026-11-22 01:33:36.940939+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466e2babe3ecab205253',1,'organization',1,'off',1,'http://127.0.0.1:18999/off','of release 6',X'5aebc7c9e28fcd15c6612fbd6c665ad4c689d0babe1433301cf564e473fb1f09597ac0fedeff252320766c76f843291f244a97860def4a07602c9b89',0,'api','2026-11-22 01:33:36.250783+00:00',0,NULL,2,'2026-11-22 01:33:34.167207+00:00','ada','2026-11-22 01:33:36.250783+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466ec896b4d99e054d81',1,'organization',1,'gone',1,'http://127.0.0.1:18999/gone','of release 6',X'7c7d6b00b91a035f363f2d6634d2ab1500022c12f94cbb58712bc87af6802b65a9dd45ef17867ef4689a2631ecd1fd135b44d5344d0850c9304feb29',1,'',NULL,0,NULL,2,'2026-11-22 01:33:34.176587+00:00','ada','2026-11-22 01:33:36.230526+00:00','ada','2026-11-22 01:33:36.230526+00:00','',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466ebae493706d018551',1,'organization',1,'hangs',1,'http://127.0.0.1:18999/hangs','of release 6',X'dc40d0b130b8130d67f7f36471941f59670c3d84ab253f9602daf74fa6c79941dfa32c85c2d14f37ed5ec636be1bc27bac9eb78b4e049c0b7b9c496b',1,'',NULL,0,NULL,3,'2026-11-22 01:33:34.181537+00:00','ada','2026-11-22 01:33:36.558562+00:00','ada',NULL,'',NULL,NULL);
INSERT INTO webhooks VALUES('6b02466e3d2ca524da0cb072',1,'pipe',1,'pipe',0,'http://127.0.0.1:18999/pipe','of release 6',X'e24c5e60a7902ec66301abe6d01918258f2a617ed15ff507b261cbc4c0358b490cecc55b667dfde2aa9c5379186252ad2cca09fe5c9fbf9e10bc5a8d',1,'',NULL,0,NULL,1,'2026-11-22 01:33:34.186774+00:00','ada','2026-11-22 01:33:34.186774+00:00','ada',NULL,'ops@acme.example',X'ef4dbaf4d0c4246384b77a6c56c276944195315f9f3f40193661a723713082691899a929bc8ab42ebe1beb541da16d25262ad715e5d507faeb686465a646',NULL);
INSERT INTO webhooks VALUES('6b02466ef844f7fdd0202422',1,'table',2,'table',0,'http://127.0.0.1:18999/table','of release 6',X'dd0820995aa4945ce1617de7af7415f6ddc3eb7e877c45720718b8245479cc7601d7594e686f1f626231781d0a47e326cfd49866cd455b0a053024c5',1,'',NULL,0,NULL,1,'2026-11-22 01:33:34.192049+00:00','ada','2026-11-22 01:33:34.192049+00:00','ada',NULL,'',NULL,NULL);
CREATE TABLE webhook_types (
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    position   BIGINT NOT NULL,
    scope      TEXT NOT NULL,
    scope_id   BIGINT NOT NULL,
    type       TEXT NOT NULL,
    canonical  TEXT NOT NULL,
    PRIMARY KEY (webhook_id, position)
);
INSERT INTO webhook_types VALUES('6b02466e1c38bd7b752de9ac',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466e1c38bd7b752de9ac',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466e5e5b23d1c8cd03a2',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466e5e5b23d1c8cd03a2',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466e9120f5507dfb06ce',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466e9120f5507dfb06ce',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466ee2ecc392f6733470',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466ee2ecc392f6733470',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466e2babe3ecab205253',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466e2babe3ecab205253',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466ebae493706d018551',0,'organization',1,'USER_LOGIN','USER_LOGIN');
INSERT INTO webhook_types VALUES('6b02466ebae493706d018551',1,'organization',1,'USER_DISABLED','USER_DISABLED');
INSERT INTO webhook_types VALUES('6b02466e3d2ca524da0cb072',0,'pipe',1,'user.role_set','user.role_set');
INSERT INTO webhook_types VALUES('6b02466e3d2ca524da0cb072',1,'pipe',1,'user.removal_from_pipe','user.removal_from_pipe');
INSERT INTO webhook_types VALUES('6b02466ef844f7fdd0202422',0,'table',2,'user.role_set','user.role_set');
CREATE TABLE lanes (
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    lane       TEXT NOT NULL,
    busy       BOOLEAN NOT NULL DEFAULT FALSE,
    generation BIGINT NOT NULL DEFAULT 0,
    due_at     TIMESTAMP,
    PRIMARY KEY (webhook_id, lane)
);
INSERT INTO lanes VALUES('6b02466e1c38bd7b752de9ac','first',0,8,NULL);
INSERT INTO lanes VALUES('6b02466e1c38bd7b752de9ac','retry',0,0,NULL);
INSERT INTO lanes VALUES('6b02466e5e5b23d1c8cd03a2','first',0,7,NULL);
INSERT INTO lanes VALUES('6b02466e5e5b23d1c8cd03a2','retry',1,5,'2026-11-22 02:34:34.88139+00:00');
INSERT INTO lanes VALUES('6b02466e9120f5507dfb06ce','first',0,2,NULL);
INSERT INTO lanes VALUES('6b02466e9120f5507dfb06ce','retry',1,2,'2026-11-22 02:34:33.828504+00:00');
INSERT INTO lanes VALUES('6b02466ee2ecc392f6733470','first',0,5,NULL);
INSERT INTO lanes VALUES('6b02466ee2ecc392f6733470','retry',1,3,'2026-11-22 02:37:18.844019+00:00');
INSERT INTO lanes VALUES('6b02466e2babe3ecab205253','first',0,3,NULL);
INSERT INTO lanes VALUES('6b02466e2babe3ecab205253','retry',0,0,NULL);
INSERT INTO lanes VALUES('6b02466ec896b4d99e054d81','first',0,3,NULL);
INSERT INTO lanes VALUES('6b02466ec896b4d99e054d81','retry',0,0,NULL);
INSERT INTO lanes VALUES('6b02466ebae493706d018551','first',1,2,'2026-11-22 01:33:36.829665+00:00');
INSERT INTO lanes VALUES('6b02466ebae493706d018551','retry',0,1,NULL);
INSERT INTO lanes VALUES('6b02466e3d2ca524da0cb072','first',0,1,NULL);
INSERT INTO lanes VALUES('6b02466e3d2ca524da0cb072','retry',0,0,NULL);
INSERT INTO lanes VALUES('6b02466ef844f7fdd0202422','first',0,0,NULL);
INSERT INTO lanes VALUES('6b02466ef844f7fdd0202422','retry',0,0,NULL);
CREATE TABLE deliveries (
    id               TEXT NOT NULL PRIMARY KEY,
    event_id         TEXT NOT NULL,
    webhook_id       TEXT NOT NULL REFERENCES webhooks (id),
    type             TEXT NOT NULL,
    subject          TEXT NOT NULL,
    body             BLOB NOT NULL,
    state            TEXT NOT NULL,
    test             BOOLEAN NOT NULL DEFAULT FALSE,
    attempts         BIGINT NOT NULL DEFAULT 0,
    step             BIGINT NOT NULL DEFAULT 0,
    occurred_at      TIMESTAMP NOT NULL,
    created_at       TIMESTAMP NOT NULL,
    lane             TEXT,
    due_at           TIMESTAMP,
    due_reason       TEXT NOT NULL DEFAULT '',
    due_by           TEXT NOT NULL DEFAULT '',
    finished_at      TIMESTAMP,
    last_status      BIGINT NOT NULL DEFAULT 0,
    last_class       TEXT NOT NULL DEFAULT '',
    last_duration_us BIGINT NOT NULL DEFAULT 0,
    CHECK (finished_at IS NOT NULL OR lane IS NOT NULL OR state = 'held')
);
INSERT INTO deliveries VALUES('01a200e3-1ed7-72c1-af8f-0f3a7a8815c8','01a200e3-1ed7-71c5-93e0-87d46ae6a957','6b02466e1c38bd7b752de9ac','USER_LOGIN','grace@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436366437646238363236653933333265653935222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.295029+00:00','2026-11-22 01:33:34.295177+00:00',NULL,NULL,'','','2026-11-22 01:33:34.302756+00:00',200,'',2206);
INSERT INTO deliveries VALUES('01a200e3-1ed7-73e8-9dd6-f071ce378c8a','01a200e3-1ed7-71c5-93e0-87d46ae6a957','6b02466e2babe3ecab205253','USER_LOGIN','grace@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366532626162653365636162323035323533222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436366437646238363236653933333265653935222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.295029+00:00','2026-11-22 01:33:34.295177+00:00',NULL,NULL,'','','2026-11-22 01:33:34.328947+00:00',200,'',27712);
INSERT INTO deliveries VALUES('01a200e3-1ed7-73f0-aba5-9952749390ba','01a200e3-1ed7-71c5-93e0-87d46ae6a957','6b02466e5e5b23d1c8cd03a2','USER_LOGIN','grace@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436366437646238363236653933333265653935222c226f7267616e697a6174696f6e223a2261636d65227d7d','failed',0,2,1,'2026-11-22 01:33:34.295029+00:00','2026-11-22 01:33:34.295177+00:00',NULL,NULL,'','','2026-11-22 01:33:34.662406+00:00',500,'http_status',1920);
INSERT INTO deliveries VALUES('01a200e3-1ed7-73f4-b094-4af8067b3187','01a200e3-1ed7-71c5-93e0-87d46ae6a957','6b02466ec896b4d99e054d81','USER_LOGIN','grace@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366563383936623464393965303534643831222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436366437646238363236653933333265653935222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.295029+00:00','2026-11-22 01:33:34.295177+00:00',NULL,NULL,'','','2026-11-22 01:33:34.303077+00:00',200,'',2979);
INSERT INTO deliveries VALUES('01a200e3-1ed7-73f9-9562-6231bfcec2af','01a200e3-1ed7-71c5-93e0-87d46ae6a957','6b02466ee2ecc392f6733470','USER_LOGIN','grace@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366565326563633339326636373333343730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436366437646238363236653933333265653935222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.295029+00:00','2026-11-22 01:33:34.295177+00:00',NULL,NULL,'','','2026-11-22 01:33:34.307807+00:00',200,'',3432);
INSERT INTO deliveries VALUES('01a200e3-207b-761a-abe3-25dcdd6dfde7','01a200e3-207b-7478-b903-8abfa9100ca9','6b02466e1c38bd7b752de9ac','USER_DISABLED','carol@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436366537643133396161353361386565353662222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.71529+00:00','2026-11-22 01:33:34.715397+00:00',NULL,NULL,'','','2026-11-22 01:33:34.75196+00:00',200,'',2540);
INSERT INTO deliveries VALUES('01a200e3-207b-76a2-8e79-0b981919474f','01a200e3-207b-7478-b903-8abfa9100ca9','6b02466e2babe3ecab205253','USER_DISABLED','carol@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366532626162653365636162323035323533222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436366537643133396161353361386565353662222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.71529+00:00','2026-11-22 01:33:34.715397+00:00',NULL,NULL,'','','2026-11-22 01:33:34.752384+00:00',200,'',1630);
INSERT INTO deliveries VALUES('01a200e3-207b-76a8-b73a-9a979f09fc39','01a200e3-207b-7478-b903-8abfa9100ca9','6b02466e5e5b23d1c8cd03a2','USER_DISABLED','carol@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436366537643133396161353361386565353662222c226f7267616e697a6174696f6e223a2261636d65227d7d','failed',0,2,1,'2026-11-22 01:33:34.71529+00:00','2026-11-22 01:33:34.715397+00:00',NULL,NULL,'','','2026-11-22 01:33:35.746124+00:00',500,'http_status',1544);
INSERT INTO deliveries VALUES('01a200e3-207b-76ae-97c5-c8994665c0ad','01a200e3-207b-7478-b903-8abfa9100ca9','6b02466ec896b4d99e054d81','USER_DISABLED','carol@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366563383936623464393965303534643831222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436366537643133396161353361386565353662222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.71529+00:00','2026-11-22 01:33:34.715397+00:00',NULL,NULL,'','','2026-11-22 01:33:34.75229+00:00',200,'',1240);
INSERT INTO deliveries VALUES('01a200e3-207b-76b9-a957-a6216e61d642','01a200e3-207b-7478-b903-8abfa9100ca9','6b02466ee2ecc392f6733470','USER_DISABLED','carol@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366565326563633339326636373333343730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436366537643133396161353361386565353662222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:34.71529+00:00','2026-11-22 01:33:34.715397+00:00',NULL,NULL,'','','2026-11-22 01:33:34.752171+00:00',200,'',2112);
INSERT INTO deliveries VALUES('01a200e3-25bd-7602-acaf-10babe705458','01a200e3-25bd-74ac-8ab9-09a87d560191','6b02466e1c38bd7b752de9ac','USER_LOGIN','linus@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436366666393638666166613933656633343761222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.061191+00:00','2026-11-22 01:33:36.061391+00:00',NULL,NULL,'','','2026-11-22 01:33:36.069449+00:00',200,'',2079);
INSERT INTO deliveries VALUES('01a200e3-25bd-761e-aa55-ac66073d5c2d','01a200e3-25bd-74ac-8ab9-09a87d560191','6b02466e2babe3ecab205253','USER_LOGIN','linus@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366532626162653365636162323035323533222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436366666393638666166613933656633343761222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.061191+00:00','2026-11-22 01:33:36.061391+00:00',NULL,NULL,'','','2026-11-22 01:33:36.069774+00:00',200,'',1351);
INSERT INTO deliveries VALUES('01a200e3-25bd-7625-8db0-7fbe28bbc44f','01a200e3-25bd-74ac-8ab9-09a87d560191','6b02466e5e5b23d1c8cd03a2','USER_LOGIN','linus@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436366666393638666166613933656633343761222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,2,2,'2026-11-22 01:33:36.061191+00:00','2026-11-22 01:33:36.061391+00:00','retry','2026-11-22 02:38:27.714664+00:00','schedule','',NULL,500,'http_status',19575);
INSERT INTO deliveries VALUES('01a200e3-25bd-762a-b9b6-77ca491dbc0c','01a200e3-25bd-74ac-8ab9-09a87d560191','6b02466ec896b4d99e054d81','USER_LOGIN','linus@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366563383936623464393965303534643831222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436366666393638666166613933656633343761222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.061191+00:00','2026-11-22 01:33:36.061391+00:00',NULL,NULL,'','','2026-11-22 01:33:36.069184+00:00',200,'',1760);
INSERT INTO deliveries VALUES('01a200e3-25bd-762f-9dfd-c2924299351f','01a200e3-25bd-74ac-8ab9-09a87d560191','6b02466ee2ecc392f6733470','USER_LOGIN','linus@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366565326563633339326636373333343730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436366666393638666166613933656633343761222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.061191+00:00','2026-11-22 01:33:36.061391+00:00',NULL,NULL,'','','2026-11-22 01:33:36.069342+00:00',200,'',1409);
INSERT INTO deliveries VALUES('01a200e3-25c3-775e-855b-34a4d77729f5','01a200e3-25c3-75cb-af20-74779ea1e972','6b02466e3d2ca524da0cb072','user.role_set','alan@acme.example',X'7b2264617461223a7b227061796c6f61645f6964223a2230316132303065332d323563332d373735652d383535622d333461346437373732396635222c22616374696f6e223a22757365722e726f6c655f736574222c2275736572223a7b226964223a342c226e616d65223a22416c616e20547572696e67222c22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c226176617461725f75726c223a6e756c6c7d2c22616374696f6e5f646f6e655f6279223a7b226964223a312c226e616d65223a22416461204c6f76656c616365222c22757365726e616d65223a22616461222c22656d61696c223a226164614061636d652e6578616d706c65227d2c2266726f6d223a7b22706970655f6964223a227862536b47315364222c226e616d65223a224f6e626f617264696e67227d2c2270726576696f75735f726f6c65223a2261646d696e222c226e65775f726f6c65223a2263726561746f72222c22616374696f6e5f646f6e655f6174223a22323032362d31312d32322030313a33333a3336202b30303030227d7d','delivered',0,1,0,'2026-11-22 01:33:36.067378+00:00','2026-11-22 01:33:36.067481+00:00',NULL,NULL,'','','2026-11-22 01:33:36.1395+00:00',200,'',46646);
INSERT INTO deliveries VALUES('01a200e3-25dc-726b-97e1-5a29c6039561','01a200e3-25dc-70b2-9deb-dc48dfa91d48','6b02466e3d2ca524da0cb072','user.removal_from_pipe','edsger@acme.example',X'7b2264617461223a7b227061796c6f61645f6964223a2230316132303065332d323564632d373236622d393765312d356132396336303339353631222c22616374696f6e223a22757365722e72656d6f76616c5f66726f6d5f70697065222c2275736572223a7b226964223a362c226e616d65223a224564736765722044696a6b73747261222c22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c226176617461725f75726c223a6e756c6c7d2c22757365725f72656d6f7665645f6279223a7b226964223a312c226e616d65223a22416461204c6f76656c616365222c22757365726e616d65223a22616461222c22656d61696c223a226164614061636d652e6578616d706c65227d2c2266726f6d223a7b22706970655f6964223a227862536b47315364222c226e616d65223a224f6e626f617264696e67227d2c22616374696f6e5f646f6e655f6174223a22323032362d31312d32322030313a33333a3336202b30303030227d7d','delivered',0,1,0,'2026-11-22 01:33:36.092043+00:00','2026-11-22 01:33:36.092156+00:00',NULL,NULL,'','','2026-11-22 01:33:36.141442+00:00',200,'',42785);
INSERT INTO deliveries VALUES('01a200e3-267d-70be-8d58-1e17d84b1dbb','01a200e3-267d-70ba-930b-04269ab0deaa','6b02466e1c38bd7b752de9ac','USER_LOGIN','demo@example.com',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a2264656d6f222c22656d61696c223a2264656d6f406578616d706c652e636f6d222c22757365724964223a22303030303030303030303030303030303030303030303030222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',1,1,0,'2026-11-22 01:33:36.253045+00:00','2026-11-22 01:33:36.253045+00:00',NULL,NULL,'','','2026-11-22 01:33:36.267943+00:00',200,'',4766);
INSERT INTO deliveries VALUES('01a200e3-26a9-7c26-8cbb-d7b6acc0fb8d','01a200e3-26a9-7afb-8664-9e13348d4453','6b02466e1c38bd7b752de9ac','USER_LOGIN','alan@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c22757365724964223a22366230323436366461623461643136663138623364303262222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.297569+00:00','2026-11-22 01:33:36.297793+00:00',NULL,NULL,'','','2026-11-22 01:33:36.324236+00:00',200,'',11912);
INSERT INTO deliveries VALUES('01a200e3-26a9-7d21-a2c7-04363fb3f82a','01a200e3-26a9-7afb-8664-9e13348d4453','6b02466e5e5b23d1c8cd03a2','USER_LOGIN','alan@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c22757365724964223a22366230323436366461623461643136663138623364303262222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,2,2,'2026-11-22 01:33:36.297569+00:00','2026-11-22 01:33:36.297793+00:00','retry','2026-11-22 02:36:27.431046+00:00','schedule','',NULL,500,'http_status',22200);
INSERT INTO deliveries VALUES('01a200e3-26de-7e3a-8a59-cec44e65fab8','01a200e3-26de-7d75-aac7-71600f5b6944','6b02466e1c38bd7b752de9ac','USER_LOGIN','edsger@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.350805+00:00','2026-11-22 01:33:36.35093+00:00',NULL,NULL,'','','2026-11-22 01:33:36.544958+00:00',200,'',20205);
INSERT INTO deliveries VALUES('01a200e3-26de-7ef3-ad7d-db56abf98df6','01a200e3-26de-7d75-aac7-71600f5b6944','6b02466e5e5b23d1c8cd03a2','USER_LOGIN','edsger@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,1,1,'2026-11-22 01:33:36.350805+00:00','2026-11-22 01:33:36.35093+00:00','retry','2026-11-22 02:37:26.436687+00:00','schedule','',NULL,500,'http_status',24706);
INSERT INTO deliveries VALUES('01a200e3-28be-7394-a6c5-9219aa01fc1f','01a200e3-28be-720c-9af7-64824e32a3ba','6b02466e1c38bd7b752de9ac','USER_LOGIN','radia@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436366539666338306630333832336461343164222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.829665+00:00','2026-11-22 01:33:36.830232+00:00',NULL,NULL,'','','2026-11-22 01:33:36.860857+00:00',200,'',2722);
INSERT INTO deliveries VALUES('01a200e3-28be-747c-b5d5-9a9eba31e2d9','01a200e3-28be-720c-9af7-64824e32a3ba','6b02466e5e5b23d1c8cd03a2','USER_LOGIN','radia@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436366539666338306630333832336461343164222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,1,1,'2026-11-22 01:33:36.829665+00:00','2026-11-22 01:33:36.830232+00:00','retry','2026-11-22 02:34:34.88139+00:00','schedule','',NULL,500,'http_status',2261);
INSERT INTO deliveries VALUES('01a200e3-28be-7486-a53e-f9257ec51d5a','01a200e3-28be-720c-9af7-64824e32a3ba','6b02466e9120f5507dfb06ce','USER_LOGIN','radia@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366539313230663535303764666230366365222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2272657472696573227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436366539666338306630333832336461343164222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,1,1,'2026-11-22 01:33:36.829665+00:00','2026-11-22 01:33:36.830232+00:00','retry','2026-11-22 02:39:05.578777+00:00','schedule','',NULL,503,'http_status',1946);
INSERT INTO deliveries VALUES('01a200e3-28be-748c-9180-933caf4a679c','01a200e3-28be-720c-9af7-64824e32a3ba','6b02466ebae493706d018551','USER_LOGIN','radia@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366562616534393337303664303138353531222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2268616e6773227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436366539666338306630333832336461343164222c226f7267616e697a6174696f6e223a2261636d65227d7d','pending',0,0,0,'2026-11-22 01:33:36.829665+00:00','2026-11-22 01:33:36.830232+00:00','first','2026-11-22 01:33:36.829665+00:00','at_once','',NULL,0,'',0);
INSERT INTO deliveries VALUES('01a200e3-28be-7491-a847-a64018a173fa','01a200e3-28be-720c-9af7-64824e32a3ba','6b02466ee2ecc392f6733470','USER_LOGIN','radia@acme.example',X'7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436366565326563633339326636373333343730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436366539666338306630333832336461343164222c226f7267616e697a6174696f6e223a2261636d65227d7d','held',0,1,1,'2026-11-22 01:33:36.829665+00:00','2026-11-22 01:33:36.830232+00:00',NULL,NULL,'','',NULL,503,'http_status',2857);
INSERT INTO deliveries VALUES('01a200e3-28c2-76dd-bb6a-03040602d18a','01a200e3-28c2-7587-be43-67bb732014c9','6b02466e1c38bd7b752de9ac','USER_DISABLED','edsger@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366531633338626437623735326465396163222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','delivered',0,1,0,'2026-11-22 01:33:36.83436+00:00','2026-11-22 01:33:36.834447+00:00',NULL,NULL,'','','2026-11-22 01:33:36.887903+00:00',200,'',44600);
INSERT INTO deliveries VALUES('01a200e3-28c2-774f-996a-eb93ed08aaf8','01a200e3-28c2-7587-be43-67bb732014c9','6b02466e5e5b23d1c8cd03a2','USER_DISABLED','edsger@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366535653562323364316338636430336132222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,1,1,'2026-11-22 01:33:36.83436+00:00','2026-11-22 01:33:36.834447+00:00','retry','2026-11-22 02:36:54.999488+00:00','schedule','',NULL,500,'http_status',1953);
INSERT INTO deliveries VALUES('01a200e3-28c2-7756-b686-a95bd5c03227','01a200e3-28c2-7587-be43-67bb732014c9','6b02466e9120f5507dfb06ce','USER_DISABLED','edsger@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366539313230663535303764666230366365222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2272657472696573227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','retrying',0,1,1,'2026-11-22 01:33:36.83436+00:00','2026-11-22 01:33:36.834447+00:00','retry','2026-11-22 02:34:33.828504+00:00','schedule','',NULL,503,'http_status',1958);
INSERT INTO deliveries VALUES('01a200e3-28c2-775d-8610-208d0768aeb6','01a200e3-28c2-7587-be43-67bb732014c9','6b02466ebae493706d018551','USER_DISABLED','edsger@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366562616534393337303664303138353531222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2268616e6773227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','pending',0,0,0,'2026-11-22 01:33:36.83436+00:00','2026-11-22 01:33:36.834447+00:00','first','2026-11-22 01:33:36.83436+00:00','at_once','',NULL,0,'',0);
INSERT INTO deliveries VALUES('01a200e3-28c2-7762-8f5f-ebfd8716f4b5','01a200e3-28c2-7587-be43-67bb732014c9','6b02466ee2ecc392f6733470','USER_DISABLED','edsger@acme.example',X'7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436366565326563633339326636373333343730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436366533643933643966633734393039316130222c226f7267616e697a6174696f6e223a2261636d65227d7d','held',0,1,1,'2026-11-22 01:33:36.83436+00:00','2026-11-22 01:33:36.834447+00:00',NULL,NULL,'','',NULL,503,'http_status',882);
CREATE TABLE attempts (
    delivery_id            TEXT NOT NULL REFERENCES deliveries (id),
    id                     TEXT NOT NULL,
    number                 BIGINT NOT NULL,
    trigger_kind           TEXT NOT NULL,
    triggered_by           TEXT NOT NULL,
    started_at             TIMESTAMP NOT NULL,
    url                    TEXT NOT NULL,
    request_headers        TEXT NOT NULL,
    status                 BIGINT NOT NULL,
    response_headers       TEXT NOT NULL,
    response_body          BLOB,
    response_size          BIGINT NOT NULL,
    truncated              BOOLEAN NOT NULL,
    error_class            TEXT NOT NULL,
    error_text             TEXT NOT NULL,
    dns_us                 BIGINT NOT NULL,
    connect_us             BIGINT NOT NULL,
    tls_us                 BIGINT NOT NULL,
    first_byte_us          BIGINT NOT NULL,
    body_us                BIGINT NOT NULL,
    total_us               BIGINT NOT NULL,
    address                TEXT NOT NULL,
    tls_version            TEXT NOT NULL,
    certificate_expires_at TIMESTAMP,
    next_at                TIMESTAMP,
    next_reason            TEXT NOT NULL,
    PRIMARY KEY (delivery_id, id)
);
INSERT INTO attempts VALUES('01a200e3-1ed7-72c1-af8f-0f3a7a8815c8','01a200e3-1edc-7774-a574-d578aed61045',1,'schedule','','2026-11-22 01:33:34.300502+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-72c1-af8f-0f3a7a8815c8"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,825,0,1311,43,2206,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-1ed7-73f4-b094-4af8067b3187','01a200e3-1edb-7da9-9d36-e65e72a8dc76',1,'schedule','','2026-11-22 01:33:34.29991+00:00','http://127.0.0.1:18999/gone','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-73f4-b094-4af8067b3187"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,1419,0,1484,35,2979,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-1ed7-73f9-9562-6231bfcec2af','01a200e3-1edc-7e91-bf2b-083630f2a67a',1,'schedule','','2026-11-22 01:33:34.300964+00:00','http://127.0.0.1:18999/paused','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-73f9-9562-6231bfcec2af"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,328,0,3063,22,3432,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-1ed7-73f0-aba5-9952749390ba','01a200e3-1edc-7b23-abe6-fadab974bf0e',1,'schedule','','2026-11-22 01:33:34.300742+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-73f0-aba5-9952749390ba"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,568,0,3084,14,3690,'127.0.0.1:18999','',NULL,'2026-11-22 01:33:34.416667+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-1ed7-73e8-9dd6-f071ce378c8a','01a200e3-1edd-7274-b113-780d1a209061',1,'schedule','','2026-11-22 01:33:34.301171+00:00','http://127.0.0.1:18999/off','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-73e8-9dd6-f071ce378c8a"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,91,0,27540,48,27712,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-1ed7-73f0-aba5-9952749390ba','01a200e3-2044-761e-a4c3-1192cc8d96e4',2,'schedule','','2026-11-22 01:33:34.660425+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-1ed7-71c5-93e0-87d46ae6a957"],"Rollcall-Event-Time":["2026-11-22T01:33:34.295029Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-1ed7-73f0-aba5-9952749390ba"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,730,1156,1920,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-207b-76a8-b73a-9a979f09fc39','01a200e3-2089-78c2-81fc-3fd91c0139c0',1,'schedule','','2026-11-22 01:33:34.729585+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-76a8-b73a-9a979f09fc39"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,1358,402,1774,'127.0.0.1:18999','',NULL,'2026-11-22 01:33:34.832021+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-207b-761a-abe3-25dcdd6dfde7','01a200e3-2089-74d7-a5c9-caf1deb917e5',1,'schedule','','2026-11-22 01:33:34.729333+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-761a-abe3-25dcdd6dfde7"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1063,1450,2540,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-207b-76b9-a957-a6216e61d642','01a200e3-2089-7bff-8928-e8c8faee7dd1',1,'schedule','','2026-11-22 01:33:34.729797+00:00','http://127.0.0.1:18999/paused','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-76b9-a957-a6216e61d642"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,2083,15,2112,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-207b-76ae-97c5-c8994665c0ad','01a200e3-208a-7a3d-b6c5-42de07ef50f1',1,'schedule','','2026-11-22 01:33:34.730702+00:00','http://127.0.0.1:18999/gone','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-76ae-97c5-c8994665c0ad"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1215,11,1240,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-207b-76a2-8e79-0b981919474f','01a200e3-208a-74eb-9345-a99214c05214',1,'schedule','','2026-11-22 01:33:34.730334+00:00','http://127.0.0.1:18999/off','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-76a2-8e79-0b981919474f"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311214"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:34 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1604,9,1630,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-207b-76a8-b73a-9a979f09fc39','01a200e3-2480-7766-8128-1b9291a9cc15',2,'schedule','','2026-11-22 01:33:35.744507+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-207b-7478-b903-8abfa9100ca9"],"Rollcall-Event-Time":["2026-11-22T01:33:34.715290Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-207b-76a8-b73a-9a979f09fc39"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311215"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:35 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,1453,42,1544,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25bd-762a-b9b6-77ca491dbc0c','01a200e3-25c2-7583-a534-3be195380500',1,'schedule','','2026-11-22 01:33:36.066374+00:00','http://127.0.0.1:18999/gone','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-762a-b9b6-77ca491dbc0c"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1722,23,1760,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25bd-762f-9dfd-c2924299351f','01a200e3-25c2-7b5d-9d9d-cdd6f3c2277f',1,'schedule','','2026-11-22 01:33:36.066755+00:00','http://127.0.0.1:18999/paused','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-762f-9dfd-c2924299351f"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1387,10,1409,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25bd-7602-acaf-10babe705458','01a200e3-25c2-7166-a103-c93a9ce1f5a9',1,'schedule','','2026-11-22 01:33:36.066105+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-7602-acaf-10babe705458"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,2046,8,2079,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25bd-7625-8db0-7fbe28bbc44f','01a200e3-25c2-7892-a8ec-fee622457156',1,'schedule','','2026-11-22 01:33:36.066572+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-7625-8db0-7fbe28bbc44f"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,1612,9,1633,'127.0.0.1:18999','',NULL,'2026-11-22 01:33:36.179495+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-25bd-761e-aa55-ac66073d5c2d','01a200e3-25c2-7ee0-91b0-3249251be212',1,'schedule','','2026-11-22 01:33:36.066985+00:00','http://127.0.0.1:18999/off','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-761e-aa55-ac66073d5c2d"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,1323,14,1351,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25c3-775e-855b-34a4d77729f5','01a200e3-25dc-7a09-b128-9d0d4a1806ed',1,'schedule','','2026-11-22 01:33:36.092677+00:00','http://127.0.0.1:18999/pipe','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["user.role_set"],"Rollcall-Event-Id":["01a200e3-25c3-75cb-af20-74779ea1e972"],"Rollcall-Event-Time":["2026-11-22T01:33:36.067378Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25c3-775e-855b-34a4d77729f5"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"],"X-Team":["********"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,556,46064,46646,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25dc-726b-97e1-5a29c6039561','01a200e3-25e1-704c-8d9f-c14a2f4b3ded',1,'schedule','','2026-11-22 01:33:36.097036+00:00','http://127.0.0.1:18999/pipe','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["user.removal_from_pipe"],"Rollcall-Event-Id":["01a200e3-25dc-70b2-9deb-dc48dfa91d48"],"Rollcall-Event-Time":["2026-11-22T01:33:36.092043Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25dc-726b-97e1-5a29c6039561"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"],"X-Team":["********"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,285,42476,42785,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-267d-70be-8d58-1e17d84b1dbb','01a200e3-2687-70de-a94d-f9dc57828c6b',1,'test','ada','2026-11-22 01:33:36.2631+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-267d-70ba-930b-04269ab0deaa"],"Rollcall-Event-Time":["2026-11-22T01:33:36.253045Z"],"Rollcall-Test":["true"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-267d-70be-8d58-1e17d84b1dbb"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,4687,48,4766,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-26a9-7d21-a2c7-04363fb3f82a','01a200e3-26b8-7031-a565-a3d741dcfd70',1,'schedule','','2026-11-22 01:33:36.31203+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-26a9-7afb-8664-9e13348d4453"],"Rollcall-Event-Time":["2026-11-22T01:33:36.297569Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-26a9-7d21-a2c7-04363fb3f82a"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,577,27,630,'127.0.0.1:18999','',NULL,'2026-11-22 01:33:36.413309+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-26a9-7c26-8cbb-d7b6acc0fb8d','01a200e3-26b8-73de-bf59-d163ebe3f1a1',1,'schedule','','2026-11-22 01:33:36.312265+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-26a9-7afb-8664-9e13348d4453"],"Rollcall-Event-Time":["2026-11-22T01:33:36.297569Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-26a9-7c26-8cbb-d7b6acc0fb8d"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,11867,31,11912,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-26a9-7d21-a2c7-04363fb3f82a','01a200e3-2785-78a4-afc2-084bfd22c237',2,'schedule','','2026-11-22 01:33:36.517603+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-26a9-7afb-8664-9e13348d4453"],"Rollcall-Event-Time":["2026-11-22T01:33:36.297569Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-26a9-7d21-a2c7-04363fb3f82a"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,14013,0,8062,44,22200,'127.0.0.1:18999','',NULL,'2026-11-22 02:36:27.431046+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-26de-7e3a-8a59-cec44e65fab8','01a200e3-278b-7ee8-ad8d-45de930d6453',1,'schedule','','2026-11-22 01:33:36.523989+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-26de-7d75-aac7-71600f5b6944"],"Rollcall-Event-Time":["2026-11-22T01:33:36.350805Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-26de-7e3a-8a59-cec44e65fab8"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,7631,0,12472,80,20205,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-25bd-7625-8db0-7fbe28bbc44f','01a200e3-2788-7a61-b45c-28ff87517c73',2,'schedule','','2026-11-22 01:33:36.520696+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-25bd-74ac-8ab9-09a87d560191"],"Rollcall-Event-Time":["2026-11-22T01:33:36.061191Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-25bd-7625-8db0-7fbe28bbc44f"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,10950,0,8576,23,19575,'127.0.0.1:18999','',NULL,'2026-11-22 02:38:27.714664+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-26de-7ef3-ad7d-db56abf98df6','01a200e3-278c-7598-9431-59ca67e7244b',1,'schedule','','2026-11-22 01:33:36.52438+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-26de-7d75-aac7-71600f5b6944"],"Rollcall-Event-Time":["2026-11-22T01:33:36.350805Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-26de-7ef3-ad7d-db56abf98df6"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,7195,0,17463,21,24706,'127.0.0.1:18999','',NULL,'2026-11-22 02:37:26.436687+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28c2-7762-8f5f-ebfd8716f4b5','01a200e3-28ca-73f0-9445-e88f56ceaad5',1,'schedule','','2026-11-22 01:33:36.842271+00:00','http://127.0.0.1:18999/paused','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-28c2-7587-be43-67bb732014c9"],"Rollcall-Event-Time":["2026-11-22T01:33:36.834360Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28c2-7762-8f5f-ebfd8716f4b5"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',503,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 503 Service Unavailable.',0,0,0,718,147,882,'127.0.0.1:18999','',NULL,'2026-11-22 02:38:12.012456+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28c2-774f-996a-eb93ed08aaf8','01a200e3-28cb-7e2e-bbed-543f5134d161',1,'schedule','','2026-11-22 01:33:36.844157+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-28c2-7587-be43-67bb732014c9"],"Rollcall-Event-Time":["2026-11-22T01:33:36.834360Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28c2-774f-996a-eb93ed08aaf8"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,0,0,1909,26,1953,'127.0.0.1:18999','',NULL,'2026-11-22 02:36:54.999488+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28c2-7756-b686-a95bd5c03227','01a200e3-28cc-7aa7-8845-3be936b423de',1,'schedule','','2026-11-22 01:33:36.84471+00:00','http://127.0.0.1:18999/retries','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-28c2-7587-be43-67bb732014c9"],"Rollcall-Event-Time":["2026-11-22T01:33:36.834360Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28c2-7756-b686-a95bd5c03227"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',503,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 503 Service Unavailable.',0,1292,0,534,56,1958,'127.0.0.1:18999','',NULL,'2026-11-22 02:34:33.828504+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28be-7394-a6c5-9219aa01fc1f','01a200e3-28cd-77b3-9e36-48d47dc07918',1,'schedule','','2026-11-22 01:33:36.845517+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-28be-720c-9af7-64824e32a3ba"],"Rollcall-Event-Time":["2026-11-22T01:33:36.829665Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28be-7394-a6c5-9219aa01fc1f"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,440,0,2210,17,2722,'127.0.0.1:18999','',NULL,NULL,'');
INSERT INTO attempts VALUES('01a200e3-28be-7491-a847-a64018a173fa','01a200e3-28cd-7337-9696-5a0170245cea',1,'schedule','','2026-11-22 01:33:36.84523+00:00','http://127.0.0.1:18999/paused','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-28be-720c-9af7-64824e32a3ba"],"Rollcall-Event-Time":["2026-11-22T01:33:36.829665Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28be-7491-a847-a64018a173fa"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',503,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 503 Service Unavailable.',0,753,0,2036,16,2857,'127.0.0.1:18999','',NULL,'2026-11-22 02:37:18.844019+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28be-7486-a53e-f9257ec51d5a','01a200e3-28cd-7c16-9160-d6dbba889322',1,'schedule','','2026-11-22 01:33:36.845823+00:00','http://127.0.0.1:18999/retries','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-28be-720c-9af7-64824e32a3ba"],"Rollcall-Event-Time":["2026-11-22T01:33:36.829665Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28be-7486-a53e-f9257ec51d5a"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',503,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 503 Service Unavailable.',0,92,0,1810,24,1946,'127.0.0.1:18999','',NULL,'2026-11-22 02:39:05.578777+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28be-747c-b5d5-9a9eba31e2d9','01a200e3-28cd-7a2a-ab89-032692463945',1,'schedule','','2026-11-22 01:33:36.845677+00:00','http://127.0.0.1:18999/fails','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-28be-720c-9af7-64824e32a3ba"],"Rollcall-Event-Time":["2026-11-22T01:33:36.829665Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28be-747c-b5d5-9a9eba31e2d9"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',500,'{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'6f7574206f66206f72646572',12,0,'http_status','The receiver answered 500 Internal Server Error.',0,293,0,1929,19,2261,'127.0.0.1:18999','',NULL,'2026-11-22 02:34:34.88139+00:00','schedule');
INSERT INTO attempts VALUES('01a200e3-28c2-76dd-bb6a-03040602d18a','01a200e3-28cb-7195-b765-8fdcb4e3bfc4',1,'schedule','','2026-11-22 01:33:36.843219+00:00','http://127.0.0.1:18999/works','{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-28c2-7587-be43-67bb732014c9"],"Rollcall-Event-Time":["2026-11-22T01:33:36.834360Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-28c2-76dd-bb6a-03040602d18a"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311216"]}',200,'{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:33:36 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}',X'7468616e6b20796f75',9,0,'','',0,0,0,2893,41691,44600,'127.0.0.1:18999','',NULL,NULL,'');
CREATE TABLE spaces (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL,
    suid            TEXT NOT NULL UNIQUE,
    uuid            TEXT NOT NULL UNIQUE,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    name_folded     TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    icon            TEXT NOT NULL DEFAULT '',
    color           TEXT NOT NULL DEFAULT '',
    public          BOOLEAN NOT NULL DEFAULT FALSE,
    created_at      TIMESTAMP NOT NULL
);
INSERT INTO spaces VALUES(1,'pipe','xbSkG1Sd','01a200e3-1e35-7f14-a232-77edcd958f04',1,'Onboarding','onboarding','From the signed contract to the first day','users','green',1,'2026-11-22 01:33:34.133991+00:00');
INSERT INTO spaces VALUES(2,'table','1Wi993SY','01a200e3-1e3a-7434-a627-a5e0f4e65274',1,'Suppliers','suppliers','','','orange',0,'2026-11-22 01:33:34.138277+00:00');
CREATE TABLE space_members (
    space_id   BIGINT NOT NULL REFERENCES spaces (id),
    user_id    BIGINT NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (space_id, user_id)
);
INSERT INTO space_members VALUES(1,4,'creator','2026-11-22 01:33:35.859987+00:00');
INSERT INTO space_members VALUES(1,11,'member','2026-11-22 01:33:35.865324+00:00');
CREATE TABLE invitations (
    id              TEXT NOT NULL PRIMARY KEY,
    hash            TEXT NOT NULL UNIQUE,
    generation      BIGINT NOT NULL,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    scope           TEXT NOT NULL,
    scope_id        BIGINT NOT NULL,
    user_id         BIGINT NOT NULL REFERENCES users (id),
    new_account     BOOLEAN NOT NULL,
    email           TEXT NOT NULL,
    email_folded    TEXT NOT NULL,
    role            TEXT NOT NULL,
    message         TEXT NOT NULL,
    inviter_id      BIGINT REFERENCES users (id),
    inviter_name    TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    sent_at         TIMESTAMP NOT NULL,
    expires_at      TIMESTAMP NOT NULL,
    accepted_at     TIMESTAMP,
    revoked_at      TIMESTAMP,
    mailed_at       TIMESTAMP,
    mail_error      TEXT NOT NULL DEFAULT ''
);
INSERT INTO invitations VALUES('01a200e3-24e9-79a2-af5c-d003709ad7bd','06335a1993353c6adfd703c1bfaa2f5213b044c7a2938d7c8a56f1730ec2856b',1,1,'organization',1,8,1,'margaret@acme.example','margaret@acme.example','normal','See you Monday.',1,'Ada Lovelace','2026-11-22 01:33:35.849631+00:00','2026-11-22 01:33:35.850019+00:00','2026-11-29 01:33:35.850019+00:00',NULL,NULL,NULL,'');
INSERT INTO invitations VALUES('01a200e3-24ee-70a7-8483-0e6a376017f1','7bbcd7869d78737169bbce4759255cea5ec1ff79039a4bf7fc64bd79e09b98f8',1,1,'organization',1,9,1,'linus@acme.example','linus@acme.example','company_guest','See you Monday.',1,'Ada Lovelace','2026-11-22 01:33:35.854043+00:00','2026-11-22 01:33:35.854272+00:00','2026-11-29 01:33:35.854272+00:00','2026-11-22 01:33:36.060452+00:00',NULL,NULL,'');
INSERT INTO invitations VALUES('01a200e3-24f1-70bc-a2a2-a71a34d831c8','47d8abe76f3e202f0776814474459ff4f27a06cf7f4f21b9e7ef9971cbf1faf9',1,1,'organization',1,10,1,'vint@acme.example','vint@acme.example','normal','See you Monday.',1,'Ada Lovelace','2026-11-22 01:33:35.857048+00:00','2026-11-22 01:33:35.857178+00:00','2026-11-29 01:33:35.857178+00:00',NULL,'2026-11-22 01:33:35.86948+00:00',NULL,'');
INSERT INTO invitations VALUES('01a200e3-24f9-799b-b7d2-a909d704d6e5','d30c7bd70ee7fcefa7fdc50a53294ca68baabb3c944b51f174938aa413a2444f',1,1,'pipe',1,11,1,'peter@initech.example','peter@initech.example','member','',1,'Ada Lovelace','2026-11-22 01:33:35.86563+00:00','2026-11-22 01:33:35.865836+00:00','2026-11-29 01:33:35.865836+00:00',NULL,NULL,NULL,'');
CREATE TABLE service_accounts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id       TEXT NOT NULL UNIQUE,
    secret_hash     TEXT NOT NULL,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name            TEXT NOT NULL,
    role            TEXT NOT NULL,
    created_at      TIMESTAMP NOT NULL,
    created_by      TEXT NOT NULL,
    last_used_at    TIMESTAMP,
    deleted_at      TIMESTAMP
);
INSERT INTO service_accounts VALUES(1,'533jeo53jp3judfc','22ca426c01ad654b0057132324e9ae1347bb105b84d8ada2d2c415464495502a',1,'Terraform','admin','2026-11-22 01:33:34.142271+00:00','ada',NULL,NULL);
CREATE TABLE access_tokens (
    id                 TEXT NOT NULL PRIMARY KEY,
    hash               TEXT NOT NULL UNIQUE,
    service_account_id BIGINT NOT NULL REFERENCES service_accounts (id),
    created_at         TIMESTAMP NOT NULL,
    expires_at         TIMESTAMP NOT NULL
);
INSERT INTO access_tokens VALUES('2mzcndbtoxpv3df6','6e110f3cea08a9b95ac99902a7ab587901f7fce907bd47ff10db4d35b3996f56',1,'2026-11-22 01:33:36.218399+00:00','2026-11-23 01:33:36.218399+00:00');
CREATE TABLE river_leader (
    elected_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    leader_id text NOT NULL,
    name text PRIMARY KEY NOT NULL DEFAULT 'default' CHECK (name = 'default'),
    CONSTRAINT name_length CHECK (length(name) > 0 AND length(name) < 128),
    CONSTRAINT leader_id_length CHECK (length(leader_id) > 0 AND length(leader_id) < 128)
);
INSERT INTO river_leader VALUES('2026-11-22 01:33:36.416','2026-11-22 01:33:51.416','01a200e3-271a-7e14-b475-69586197604a','default');
CREATE TABLE river_migration (
    line text NOT NULL,
    version integer NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT line_length CHECK (length(line) > 0 AND length(line) < 128),
    CONSTRAINT version_gte_1 CHECK (version >= 1),
    PRIMARY KEY (line, version)
);
INSERT INTO river_migration VALUES('main',1,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',2,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',3,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',4,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',5,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',6,'2026-11-22 01:33:33');
INSERT INTO river_migration VALUES('main',7,'2026-11-22 01:33:33');
CREATE TABLE river_notification (
    id integer PRIMARY KEY AUTOINCREMENT,
    created_at timestamp NOT NULL DEFAULT (datetime('now', 'subsec')),
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (length(topic) > 0 AND length(topic) < 128)
);
CREATE TABLE river_job (
    id integer PRIMARY KEY, -- SQLite makes this autoincrementing automatically
    args blob NOT NULL DEFAULT (jsonb('{}')),
    attempt integer NOT NULL DEFAULT 0,
    attempted_at timestamp,
    attempted_by blob, -- json
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    errors blob, -- json
    finalized_at timestamp,
    kind text NOT NULL,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    priority integer NOT NULL DEFAULT 1,
    queue text NOT NULL DEFAULT 'default',
    state text NOT NULL DEFAULT 'available',
    scheduled_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    tags blob NOT NULL DEFAULT (jsonb('[]')),
    unique_key blob,
    unique_states integer, max_attempts integer NOT NULL DEFAULT 25,
    CONSTRAINT finalized_or_finalized_at_null CHECK (
        (finalized_at IS NULL AND state NOT IN ('cancelled', 'completed', 'discarded')) OR
        (finalized_at IS NOT NULL AND state IN ('cancelled', 'completed', 'discarded'))
    ),
    CONSTRAINT priority_in_range CHECK (priority >= 1 AND priority <= 4),
    CONSTRAINT queue_length CHECK (length(queue) > 0 AND length(queue) < 128),
    CONSTRAINT kind_length CHECK (length(kind) > 0 AND length(kind) < 128),
    CONSTRAINT state_valid CHECK (state IN ('available', 'cancelled', 'completed', 'discarded', 'pending', 'retryable', 'running', 'scheduled'))
);
INSERT INTO river_job VALUES(1,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.297',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.295',NULL,'2026-11-22 01:33:34.308','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.295',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(2,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.297',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.295',NULL,'2026-11-22 01:33:34.324','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.295',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(3,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.297',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.295',NULL,'2026-11-22 01:33:34.324','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.295',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(4,X'cc3a77776562686f6f6bc718366230323436366532626162653365636162323035323533476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.297',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.295',NULL,'2026-11-22 01:33:34.330','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.295',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(5,X'cc3a77776562686f6f6bc718366230323436366563383936623464393965303534643831476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.297',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.295',NULL,'2026-11-22 01:33:34.308','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.295',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(6,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65577265747279a767656e65726174696f6e1331',1,'2026-11-22 01:33:34.656',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.308',NULL,'2026-11-22 01:33:34.663','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:34.417',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(7,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:34.728',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.715',NULL,'2026-11-22 01:33:34.762','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.715',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(8,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:34.728',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.715',NULL,'2026-11-22 01:33:34.752','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.715',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(9,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:34.728',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.715',NULL,'2026-11-22 01:33:34.762','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.715',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(10,X'cc3a77776562686f6f6bc718366230323436366532626162653365636162323035323533476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:34.728',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.715',NULL,'2026-11-22 01:33:34.762','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.715',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(11,X'cc3a77776562686f6f6bc718366230323436366563383936623464393965303534643831476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:34.728',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.715',NULL,'2026-11-22 01:33:34.762','deliver',X'0c',1,'first','completed','2026-11-22 01:33:34.715',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(12,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65577265747279a767656e65726174696f6e1332',1,'2026-11-22 01:33:35.730',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:34.731',NULL,'2026-11-22 01:33:35.747','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:34.832',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(13,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.063',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.061',NULL,'2026-11-22 01:33:36.072','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.061',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(14,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.063',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.061',NULL,'2026-11-22 01:33:36.072','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.061',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(15,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65576669727374a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.063',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.061',NULL,'2026-11-22 01:33:36.072','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.061',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(16,X'cc3a77776562686f6f6bc718366230323436366532626162653365636162323035323533476c616e65576669727374a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.063',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.061',NULL,'2026-11-22 01:33:36.072','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.061',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(17,X'cc3a77776562686f6f6bc718366230323436366563383936623464393965303534643831476c616e65576669727374a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.063',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.061',NULL,'2026-11-22 01:33:36.072','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.061',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(18,X'cc3a77776562686f6f6bc718366230323436366533643263613532346461306362303732476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.071',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.067',NULL,'2026-11-22 01:33:36.150','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.067',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(19,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65577265747279a767656e65726174696f6e1333',1,'2026-11-22 01:33:36.505',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.069',NULL,'2026-11-22 01:33:36.570','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:36.179',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(20,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1334',1,'2026-11-22 01:33:36.255',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.253',NULL,'2026-11-22 01:33:36.276','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.253',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(21,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1335',1,'2026-11-22 01:33:36.303',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.298',NULL,'2026-11-22 01:33:36.331','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.298',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(22,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1334',1,'2026-11-22 01:33:36.303',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.298',NULL,'2026-11-22 01:33:36.324','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.298',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(23,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1336',1,'2026-11-22 01:33:36.359',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.351',NULL,'2026-11-22 01:33:36.368','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.351',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(24,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1335',1,'2026-11-22 01:33:36.359',X'cb26c72430316132303065332d316333342d376334622d393263372d336436313235303562333434','2026-11-22 01:33:36.351',NULL,'2026-11-22 01:33:36.368','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.351',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(25,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1336',1,'2026-11-22 01:33:36.521',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.367',NULL,'2026-11-22 01:33:36.570','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.368',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(26,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1337',1,'2026-11-22 01:33:36.521',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.368',NULL,'2026-11-22 01:33:36.552','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.368',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(27,X'cc3a77776562686f6f6bc718366230323436366539313230663535303764666230366365476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.552',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.541',NULL,'2026-11-22 01:33:36.568','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.541',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(28,X'cc3a77776562686f6f6bc718366230323436366539313230663535303764666230366365476c616e65577265747279a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.568',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.541',NULL,'2026-11-22 01:33:36.626','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:36.541',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(29,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65577265747279a767656e65726174696f6e1334',0,NULL,NULL,'2026-11-22 01:33:36.558',NULL,NULL,'deliver',X'0c',1,'retry','available','2026-11-22 02:36:27.431',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(30,X'cc3a77776562686f6f6bc718366230323436366562616534393337303664303138353531476c616e65576669727374a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.580',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.558',NULL,'2026-11-22 01:33:36.625','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.559',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(31,X'cc3a77776562686f6f6bc718366230323436366562616534393337303664303138353531476c616e65577265747279a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.568',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.558',NULL,'2026-11-22 01:33:36.626','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:36.559',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(32,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65576669727374a767656e65726174696f6e1334',1,'2026-11-22 01:33:36.625',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.614',NULL,'2026-11-22 01:33:36.697','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.614',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(33,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65577265747279a767656e65726174696f6e1331',1,'2026-11-22 01:33:36.675',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.614',NULL,'2026-11-22 01:33:36.697','deliver',X'0c',1,'retry','completed','2026-11-22 01:33:36.614',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(34,X'cc3a77776562686f6f6bc718366230323436366531633338626437623735326465396163476c616e65576669727374a767656e65726174696f6e1338',1,'2026-11-22 01:33:36.835',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.831',NULL,'2026-11-22 01:33:36.897','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.830',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(35,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65576669727374a767656e65726174696f6e1337',1,'2026-11-22 01:33:36.835',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.831',NULL,'2026-11-22 01:33:36.876','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.830',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(36,X'cc3a77776562686f6f6bc718366230323436366539313230663535303764666230366365476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:36.835',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.831',NULL,'2026-11-22 01:33:36.873','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.830',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(37,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65576669727374a767656e65726174696f6e1335',1,'2026-11-22 01:33:36.835',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.831',NULL,'2026-11-22 01:33:36.873','deliver',X'0c',1,'first','completed','2026-11-22 01:33:36.830',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(38,X'cc3a77776562686f6f6bc718366230323436366562616534393337303664303138353531476c616e65576669727374a767656e65726174696f6e1332',1,'2026-11-22 01:33:36.835',X'cb26c72430316132303065332d323731612d376531342d623437352d363935383631393736303461','2026-11-22 01:33:36.831',NULL,NULL,'deliver',X'0c',1,'first','running','2026-11-22 01:33:36.830',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(39,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65577265747279a767656e65726174696f6e1332',0,NULL,NULL,'2026-11-22 01:33:36.844',NULL,NULL,'deliver',X'0c',1,'retry','available','2026-11-22 02:38:12.012',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(40,X'cc3a77776562686f6f6bc718366230323436366539313230663535303764666230366365476c616e65577265747279a767656e65726174696f6e1332',0,NULL,NULL,'2026-11-22 01:33:36.860',NULL,NULL,'deliver',X'0c',1,'retry','available','2026-11-22 02:34:33.829',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(41,X'cc3a77776562686f6f6bc718366230323436366565326563633339326636373333343730476c616e65577265747279a767656e65726174696f6e1333',0,NULL,NULL,'2026-11-22 01:33:36.870',NULL,NULL,'deliver',X'0c',1,'retry','available','2026-11-22 02:37:18.844',X'0b',NULL,NULL,25);
INSERT INTO river_job VALUES(42,X'cc3a77776562686f6f6bc718366230323436366535653562323364316338636430336132476c616e65577265747279a767656e65726174696f6e1335',0,NULL,NULL,'2026-11-22 01:33:36.873',NULL,NULL,'deliver',X'0c',1,'retry','available','2026-11-22 02:34:34.881',X'0b',NULL,NULL,25);
CREATE TABLE river_queue (
    name text PRIMARY KEY NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    paused_at timestamp,
    updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO river_queue VALUES('first','2026-11-22 01:33:33.328',X'0c',NULL,'2026-11-22 01:33:36.517');
INSERT INTO river_queue VALUES('retry','2026-11-22 01:33:33.328',X'0c',NULL,'2026-11-22 01:33:36.460');
INSERT INTO river_queue VALUES('mail','2026-11-22 01:33:33.329',X'0c',NULL,'2026-11-22 01:33:36.500');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('schema_version',7);
INSERT INTO sqlite_sequence VALUES('audit_log',57);
INSERT INTO sqlite_sequence VALUES('organizations',3);
INSERT INTO sqlite_sequence VALUES('users',11);
INSERT INTO sqlite_sequence VALUES('groups',1);
INSERT INTO sqlite_sequence VALUES('spaces',2);
INSERT INTO sqlite_sequence VALUES('service_accounts',1);
CREATE UNIQUE INDEX users_username ON users (username_folded) WHERE state <> 'removed';
CREATE UNIQUE INDEX users_email ON users (email_folded) WHERE state <> 'removed';
CREATE INDEX users_organization ON users (organization_id, state);
CREATE INDEX users_removed ON users (email_folded) WHERE state = 'removed';
CREATE INDEX members_user ON members (user_id);
CREATE INDEX members_admins ON members (organization_id) WHERE role = 'admin';
CREATE UNIQUE INDEX groups_name ON groups (organization_id, name_folded);
CREATE INDEX group_members_user ON group_members (user_id);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);
CREATE UNIQUE INDEX tokens_name ON tokens (user_id, name) WHERE revoked_at IS NULL;
CREATE INDEX sign_in_failures_last ON sign_in_failures (last_at);
CREATE INDEX audit_log_organization ON audit_log (organization_id, id);
CREATE UNIQUE INDEX webhooks_name ON webhooks (organization_id, name) WHERE activate AND deleted_at IS NULL;
CREATE INDEX webhooks_scope ON webhooks (scope, scope_id) WHERE deleted_at IS NULL;
CREATE INDEX webhook_types_heard ON webhook_types (scope, scope_id, canonical);
CREATE UNIQUE INDEX deliveries_event ON deliveries (event_id, webhook_id);
CREATE INDEX deliveries_due ON deliveries (webhook_id, lane, due_at, id, state, type) WHERE lane IS NOT NULL;
CREATE INDEX deliveries_settled ON deliveries (webhook_id, state, type, id) WHERE finished_at IS NOT NULL OR state = 'held';
CREATE INDEX deliveries_tests ON deliveries (webhook_id, id) WHERE test;
CREATE INDEX spaces_organization ON spaces (organization_id, kind, name_folded, id);
CREATE INDEX space_members_user ON space_members (user_id);
CREATE UNIQUE INDEX invitations_open ON invitations (user_id, scope, scope_id) WHERE accepted_at IS NULL;
CREATE INDEX invitations_organization ON invitations (organization_id, id) WHERE accepted_at IS NULL;
CREATE INDEX invitations_email ON invitations (email_folded, sent_at);
CREATE UNIQUE INDEX service_accounts_name ON service_accounts (organization_id, name) WHERE deleted_at IS NULL;
CREATE INDEX access_tokens_account ON access_tokens (service_account_id, expires_at);
CREATE INDEX river_notification_created_at_idx ON river_notification (created_at);
CREATE INDEX river_notification_topic_id_idx ON river_notification (topic, id);
CREATE INDEX river_job_kind ON river_job (kind);
CREATE INDEX river_job_state_and_finalized_at_index ON river_job (state, finalized_at) WHERE finalized_at IS NOT NULL;
CREATE INDEX river_job_prioritized_fetching_index ON river_job (state, queue, priority, scheduled_at, id);
CREATE UNIQUE INDEX river_job_unique_idx ON river_job (unique_key)
    WHERE unique_key IS NOT NULL
        AND unique_states IS NOT NULL
        AND CASE state
            WHEN 'available' THEN unique_states & (1 << 0)
            WHEN 'cancelled' THEN unique_states & (1 << 1)
            WHEN 'completed' THEN unique_states & (1 << 2)
            WHEN 'discarded' THEN unique_states & (1 << 3)
            WHEN 'pending'   THEN unique_states & (1 << 4)
            WHEN 'retryable' THEN unique_states & (1 << 5)
            WHEN 'running'   THEN unique_states & (1 << 6)
            WHEN 'scheduled' THEN unique_states & (1 << 7)
            ELSE 0
        END >= 1;
COMMIT;
