SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.river_job_state AS ENUM (
    'available',
    'cancelled',
    'completed',
    'discarded',
    'pending',
    'retryable',
    'running',
    'scheduled'
);
CREATE FUNCTION public.river_job_state_in_bitmask(bitmask bit, state public.river_job_state) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$$;
CREATE TABLE public.access_tokens (
    id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL,
    service_account_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL,
    expires_at timestamp without time zone NOT NULL
);
CREATE TABLE public.attempts (
    delivery_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    trigger_kind text NOT NULL,
    triggered_by text NOT NULL,
    started_at timestamp without time zone NOT NULL,
    url text NOT NULL,
    request_headers text NOT NULL,
    status bigint NOT NULL,
    response_headers text NOT NULL,
    response_body bytea,
    response_size bigint NOT NULL,
    truncated boolean NOT NULL,
    error_class text NOT NULL,
    error_text text NOT NULL,
    dns_us bigint NOT NULL,
    connect_us bigint NOT NULL,
    tls_us bigint NOT NULL,
    first_byte_us bigint NOT NULL,
    body_us bigint NOT NULL,
    total_us bigint NOT NULL,
    address text NOT NULL,
    tls_version text NOT NULL,
    certificate_expires_at timestamp without time zone,
    next_at timestamp without time zone,
    next_reason text NOT NULL
);
CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    organization_id bigint,
    actor_kind text NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    object_id text NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    source text NOT NULL,
    address text NOT NULL,
    request_id text NOT NULL
);
ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deliveries (
    id text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    webhook_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    subject text NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    test boolean DEFAULT false NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    step bigint DEFAULT 0 NOT NULL,
    occurred_at timestamp without time zone NOT NULL,
    created_at timestamp without time zone NOT NULL,
    lane text,
    due_at timestamp without time zone,
    due_reason text DEFAULT ''::text NOT NULL,
    due_by text DEFAULT ''::text NOT NULL,
    finished_at timestamp without time zone,
    last_status bigint DEFAULT 0 NOT NULL,
    last_class text DEFAULT ''::text NOT NULL,
    last_duration_us bigint DEFAULT 0 NOT NULL,
    CONSTRAINT deliveries_check CHECK (((finished_at IS NOT NULL) OR (lane IS NOT NULL) OR (state = 'held'::text)))
);
CREATE TABLE public.event_places (
    scope text NOT NULL,
    scope_id bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.events (
    id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    occurred_at timestamp without time zone NOT NULL,
    subject_user_id bigint NOT NULL,
    subject text NOT NULL,
    source text NOT NULL,
    facts text NOT NULL
);
CREATE TABLE public.group_members (
    group_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL
);
CREATE TABLE public.groups (
    id bigint NOT NULL,
    organization_id bigint NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    description text DEFAULT ''::text NOT NULL,
    created_at timestamp without time zone NOT NULL
);
ALTER TABLE public.groups ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.invitations (
    id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL,
    generation bigint NOT NULL,
    organization_id bigint NOT NULL,
    scope text NOT NULL,
    scope_id bigint NOT NULL,
    user_id bigint NOT NULL,
    new_account boolean NOT NULL,
    email text NOT NULL,
    email_folded text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL,
    message text NOT NULL,
    inviter_id bigint,
    inviter_name text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    sent_at timestamp without time zone NOT NULL,
    expires_at timestamp without time zone NOT NULL,
    accepted_at timestamp without time zone,
    revoked_at timestamp without time zone,
    mailed_at timestamp without time zone,
    mail_error text DEFAULT ''::text NOT NULL
);
CREATE TABLE public.lanes (
    webhook_id text NOT NULL COLLATE pg_catalog."C",
    lane text NOT NULL,
    busy boolean DEFAULT false NOT NULL,
    generation bigint DEFAULT 0 NOT NULL,
    due_at timestamp without time zone
);
CREATE TABLE public.members (
    organization_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp without time zone NOT NULL
);
CREATE TABLE public.organizations (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL,
    seats bigint DEFAULT 0 NOT NULL,
    created_at timestamp without time zone NOT NULL
);
ALTER TABLE public.organizations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organizations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.river_job (
    id bigint NOT NULL,
    state public.river_job_state DEFAULT 'available'::public.river_job_state NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    attempted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 1 NOT NULL,
    args jsonb NOT NULL,
    attempted_by text[],
    errors jsonb[],
    kind text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    unique_key bytea,
    unique_states bit(8),
    CONSTRAINT finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))))),
    CONSTRAINT kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
    CONSTRAINT max_attempts_is_positive CHECK ((max_attempts > 0)),
    CONSTRAINT priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);
CREATE SEQUENCE public.river_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.river_job_id_seq OWNED BY public.river_job.id;
CREATE UNLOGGED TABLE public.river_leader (
    elected_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    leader_id text NOT NULL,
    name text DEFAULT 'default'::text NOT NULL,
    CONSTRAINT leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
    CONSTRAINT name_length CHECK ((name = 'default'::text))
);
CREATE TABLE public.river_migration (
    line text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
    CONSTRAINT version_gte_1 CHECK ((version >= 1))
);
CREATE TABLE public.river_notification (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);
CREATE SEQUENCE public.river_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.river_notification_id_seq OWNED BY public.river_notification.id;
CREATE TABLE public.river_queue (
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE TABLE public.schema_version (
    id integer NOT NULL,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.schema_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schema_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.service_accounts (
    id bigint NOT NULL,
    client_id text NOT NULL,
    secret_hash text NOT NULL,
    organization_id bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    created_by text NOT NULL,
    last_used_at timestamp without time zone,
    deleted_at timestamp without time zone
);
ALTER TABLE public.service_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.service_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sessions (
    id text NOT NULL,
    hash text NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL,
    last_seen_at timestamp without time zone NOT NULL,
    address text NOT NULL,
    user_agent text NOT NULL
);
CREATE TABLE public.settings (
    name text NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.setup_codes (
    hash text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    used_at timestamp without time zone
);
CREATE TABLE public.sign_in_failures (
    key text NOT NULL,
    failures bigint NOT NULL,
    last_at timestamp without time zone NOT NULL,
    blocked_until timestamp without time zone
);
CREATE TABLE public.space_members (
    space_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp without time zone NOT NULL
);
CREATE TABLE public.spaces (
    id bigint NOT NULL,
    kind text NOT NULL,
    suid text NOT NULL COLLATE pg_catalog."C",
    uuid text NOT NULL,
    organization_id bigint NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    description text DEFAULT ''::text NOT NULL,
    icon text DEFAULT ''::text NOT NULL,
    color text DEFAULT ''::text NOT NULL,
    public boolean DEFAULT false NOT NULL,
    created_at timestamp without time zone NOT NULL
);
ALTER TABLE public.spaces ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.spaces_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tokens (
    id text NOT NULL,
    hash text NOT NULL,
    user_id bigint NOT NULL,
    name text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp without time zone,
    last_used_at timestamp without time zone,
    revoked_at timestamp without time zone
);
CREATE TABLE public.users (
    id bigint NOT NULL,
    hex_id text NOT NULL,
    uuid text NOT NULL,
    organization_id bigint NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL,
    username_folded text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL,
    email_folded text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    site_admin boolean DEFAULT false NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    first_login_at timestamp without time zone,
    last_login_at timestamp without time zone,
    created_at timestamp without time zone NOT NULL
);
ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_types (
    webhook_id text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    scope text NOT NULL,
    scope_id bigint NOT NULL,
    type text NOT NULL,
    canonical text NOT NULL
);
CREATE TABLE public.webhooks (
    id text NOT NULL COLLATE pg_catalog."C",
    organization_id bigint NOT NULL,
    scope text NOT NULL,
    scope_id bigint NOT NULL,
    name text NOT NULL,
    activate boolean NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    secret bytea NOT NULL,
    enabled boolean NOT NULL,
    pause text DEFAULT ''::text NOT NULL,
    paused_at timestamp without time zone,
    failures bigint DEFAULT 0 NOT NULL,
    failing_since timestamp without time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp without time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    updated_by text NOT NULL,
    deleted_at timestamp without time zone,
    email text DEFAULT ''::text NOT NULL,
    headers bytea,
    filters text
);
ALTER TABLE ONLY public.river_job ALTER COLUMN id SET DEFAULT nextval('public.river_job_id_seq'::regclass);
ALTER TABLE ONLY public.river_notification ALTER COLUMN id SET DEFAULT nextval('public.river_notification_id_seq'::regclass);
INSERT INTO public.access_tokens VALUES ('5yhu237vulwq7mid', '51cafba2247a01fb006fee8f6945b6d43759c3426dfb3a96f1cca0f90cf718e9', 1, '2026-11-22 01:34:03.35788', '2026-11-23 01:34:03.35788');
INSERT INTO public.attempts VALUES ('01a200e3-868c-7245-aeb2-8b0e62fcffae', '01a200e3-86a2-7338-b56c-2dbfc104d518', 1, 'schedule', '', '2026-11-22 01:34:00.86623', 'http://127.0.0.1:18999/gone', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-7245-aeb2-8b0e62fcffae"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311240"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:00 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 534, 0, 442, 60, 1096, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-868c-7233-9c13-4b3b26916f1e', '01a200e3-86aa-7a7c-96bd-3ad33366ab94', 1, 'schedule', '', '2026-11-22 01:34:00.8747', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-7233-9c13-4b3b26916f1e"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311240"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:00 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 308, 0, 982, 26, 1342, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-868c-723a-be09-41751d50cd39', '01a200e3-86c1-7316-9713-6085e2a9e6d2', 1, 'schedule', '', '2026-11-22 01:34:00.897225', 'http://127.0.0.1:18999/paused', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-723a-be09-41751d50cd39"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311240"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:00 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 123, 0, 584, 52, 792, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-868c-70f5-b90b-54afc6c09dea', '01a200e3-86a8-747c-8f92-0626ce0339b3', 1, 'schedule', '', '2026-11-22 01:34:00.87231', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-70f5-b90b-54afc6c09dea"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311240"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:00 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 352, 43132, 43525, '127.0.0.1:18999', '', NULL, '2026-11-22 01:34:01.021334', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-868c-723f-b310-43bf451363e1', '01a200e3-86b3-77e4-a337-7b9a07b952f3', 1, 'schedule', '', '2026-11-22 01:34:00.883532', 'http://127.0.0.1:18999/off', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-723f-b310-43bf451363e1"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311240"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:00 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 292, 48051, 48362, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-868c-70f5-b90b-54afc6c09dea', '01a200e3-8876-7918-92ec-d9cd113cd8b3', 2, 'schedule', '', '2026-11-22 01:34:01.334636', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8683-79b5-b365-3197a2e49551"],"Rollcall-Event-Time":["2026-11-22T01:34:00.834750Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-868c-70f5-b90b-54afc6c09dea"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 484, 45, 559, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-7202-a7dd-5fd5bf53a612', '01a200e3-8916-7dc8-bfeb-0facbd02d7fe', 1, 'schedule', '', '2026-11-22 01:34:01.494927', 'http://127.0.0.1:18999/paused', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-7202-a7dd-5fd5bf53a612"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 1130, 16, 1181, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-71f8-967d-d377eb62c4b7', '01a200e3-8917-7205-a274-a9d245ddf33e', 1, 'schedule', '', '2026-11-22 01:34:01.495145', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-71f8-967d-d377eb62c4b7"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 831, 28, 874, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-7213-ba04-75826ed22cc2', '01a200e3-8933-7cbe-9df1-acae00754d56', 1, 'schedule', '', '2026-11-22 01:34:01.523869', 'http://127.0.0.1:18999/off', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-7213-ba04-75826ed22cc2"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 703, 36, 776, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-721d-9ab3-c74e29f870ea', '01a200e3-8919-7a10-a3dd-0fce52cb6c9f', 1, 'schedule', '', '2026-11-22 01:34:01.497675', 'http://127.0.0.1:18999/gone', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-721d-9ab3-c74e29f870ea"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 2243, 40244, 42518, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-70c0-9d54-fd2a21151460', '01a200e3-8917-7e5b-9f38-3e661764ea36', 1, 'schedule', '', '2026-11-22 01:34:01.495956', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-70c0-9d54-fd2a21151460"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311241"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:01 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 597, 43245, 44223, '127.0.0.1:18999', '', NULL, '2026-11-22 01:34:01.65283', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-88fb-70c0-9d54-fd2a21151460', '01a200e3-8c82-7472-a24d-a30c39a4e82d', 2, 'schedule', '', '2026-11-22 01:34:02.370319', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-88f7-78ad-9521-8d3562370b56"],"Rollcall-Event-Time":["2026-11-22T01:34:01.463564Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-88fb-70c0-9d54-fd2a21151460"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 500, 38, 569, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7e0b-b556-cf7e88645476', '01a200e3-8e91-7cf4-958c-2cd77a9a7bcc', 1, 'schedule', '', '2026-11-22 01:34:02.897862', 'http://127.0.0.1:18999/gone', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7e0b-b556-cf7e88645476"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 220, 27, 263, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7e05-b989-11b7deca79c3', '01a200e3-8e91-70eb-818c-ca3c690ee07d', 1, 'schedule', '', '2026-11-22 01:34:02.897077', 'http://127.0.0.1:18999/off', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7e05-b989-11b7deca79c3"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 301, 44465, 44787, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7dd3-a9cc-db322273f04c', '01a200e3-8e86-7325-b2b4-24f50e8eebc3', 1, 'schedule', '', '2026-11-22 01:34:02.886222', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7dd3-a9cc-db322273f04c"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 1036, 47, 1108, '127.0.0.1:18999', '', NULL, '2026-11-22 01:34:02.990414', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-8ecc-7ab0-b09c-b767872e5d32', '01a200e3-8ed6-7151-a1cb-e855326b7f30', 1, 'schedule', '', '2026-11-22 01:34:02.966149', 'http://127.0.0.1:18999/pipe', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["user.role_set"],"Rollcall-Event-Id":["01a200e3-8ecb-7075-b544-29042d1c3e8c"],"Rollcall-Event-Time":["2026-11-22T01:34:02.955028Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8ecc-7ab0-b09c-b767872e5d32"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"],"X-Team":["********"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 6917, 25, 6967, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-913e-71b2-bbcc-a8485e939489', '01a200e3-916d-7707-ab7b-21d2b6671cc7', 1, 'schedule', '', '2026-11-22 01:34:03.629494', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-913d-74f9-a312-f92294a88131"],"Rollcall-Event-Time":["2026-11-22T01:34:03.580140Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-913e-71b2-bbcc-a8485e939489"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 9241, 45, 9326, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-9182-7dfe-9e73-e6f4d32cf522', '01a200e3-91d2-713e-a94e-7a5d8d13d7bf', 1, 'schedule', '', '2026-11-22 01:34:03.730108', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-917c-7c48-bc05-7c3861b01bbb"],"Rollcall-Event-Time":["2026-11-22T01:34:03.643950Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-9182-7dfe-9e73-e6f4d32cf522"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 486, 96, 617, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-9182-7d1f-b17d-2d240647d6f3', '01a200e3-9265-704e-aa43-7abb75ba6013', 1, 'schedule', '', '2026-11-22 01:34:03.877071', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-917c-7c48-bc05-7c3861b01bbb"],"Rollcall-Event-Time":["2026-11-22T01:34:03.643950Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-9182-7d1f-b17d-2d240647d6f3"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 560, 42194, 42788, '127.0.0.1:18999', '', NULL, '2026-11-22 01:34:04.050489', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7dff-b17a-ac7b5205b36e', '01a200e3-8edc-798a-95ff-dad00cdce7e2', 1, 'schedule', '', '2026-11-22 01:34:02.972644', 'http://127.0.0.1:18999/paused', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7dff-b17a-ac7b5205b36e"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 1052, 1133, 2208, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7df7-bef5-b23f37e49cd4', '01a200e3-8ec9-7886-9cef-dcc68284111d', 1, 'schedule', '', '2026-11-22 01:34:02.953581', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7df7-bef5-b23f37e49cd4"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 2598, 43602, 46231, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8eef-7a21-a15c-9aee89481df7', '01a200e3-8ef4-7444-933d-a9026ac5b104', 1, 'schedule', '', '2026-11-22 01:34:02.996299', 'http://127.0.0.1:18999/pipe', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["user.removal_from_pipe"],"Rollcall-Event-Id":["01a200e3-8eec-783e-81d5-d28eaf119e11"],"Rollcall-Event-Time":["2026-11-22T01:34:02.988537Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8eef-7a21-a15c-9aee89481df7"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311242"],"X-Team":["********"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:02 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 408, 43483, 43917, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-9071-7e32-ad35-05e5eaf763bd', '01a200e3-9096-7778-b65f-c20d32f72f45', 1, 'test', 'ada', '2026-11-22 01:34:03.414536', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-9071-7e2b-a0f2-b0f88a586f51"],"Rollcall-Event-Time":["2026-11-22T01:34:03.377926Z"],"Rollcall-Test":["true"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-9071-7e32-ad35-05e5eaf763bd"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 617, 28, 678, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-8e7e-7dd3-a9cc-db322273f04c', '01a200e3-90a8-7669-b43a-2179186994e5', 2, 'schedule', '', '2026-11-22 01:34:03.43244', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc"],"Rollcall-Event-Time":["2026-11-22T01:34:02.877589Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-8e7e-7dd3-a9cc-db322273f04c"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 440, 43186, 43654, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-913e-7077-a79c-19d5dd0baf91', '01a200e3-923f-7f30-9ef9-c2655b115c8c', 1, 'schedule', '', '2026-11-22 01:34:03.840021', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-913d-74f9-a312-f92294a88131"],"Rollcall-Event-Time":["2026-11-22T01:34:03.580140Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-913e-7077-a79c-19d5dd0baf91"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311243"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:03 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 532, 39, 608, '127.0.0.1:18999', '', NULL, '2026-11-22 01:34:03.98722', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-913e-7077-a79c-19d5dd0baf91', '01a200e3-94ab-77c1-96ad-ef9f48490e01', 2, 'schedule', '', '2026-11-22 01:34:04.459541', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-913d-74f9-a312-f92294a88131"],"Rollcall-Event-Time":["2026-11-22T01:34:03.580140Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-913e-7077-a79c-19d5dd0baf91"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 386, 0, 554, 40, 1051, '127.0.0.1:18999', '', NULL, '2026-11-22 02:38:05.589055', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-9182-7d1f-b17d-2d240647d6f3', '01a200e3-94ab-7759-8871-0d3f6ae15845', 2, 'schedule', '', '2026-11-22 01:34:04.459743', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["2"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-917c-7c48-bc05-7c3861b01bbb"],"Rollcall-Event-Time":["2026-11-22T01:34:03.643950Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-9182-7d1f-b17d-2d240647d6f3"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 79, 0, 902, 20, 1032, '127.0.0.1:18999', '', NULL, '2026-11-22 02:36:20.79724', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-95d3-732e-8611-83817270cf6b', '01a200e3-961e-76bd-852b-0d5f85239bf9', 1, 'schedule', '', '2026-11-22 01:34:04.830454', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-95ac-78cc-9839-36507229b5e0"],"Rollcall-Event-Time":["2026-11-22T01:34:04.704380Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-95d3-732e-8611-83817270cf6b"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 2300, 48, 2377, '127.0.0.1:18999', '', NULL, '2026-11-22 02:38:31.120148', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-961a-73c5-90c5-5b334983c1db', '01a200e3-961e-7631-810c-4a0a72940789', 1, 'schedule', '', '2026-11-22 01:34:04.83055', 'http://127.0.0.1:18999/fails', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-9619-76f0-ad8b-46f4d50babb4"],"Rollcall-Event-Time":["2026-11-22T01:34:04.825451Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-961a-73c5-90c5-5b334983c1db"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 500, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 500 Internal Server Error.', 0, 0, 0, 2359, 16, 2397, '127.0.0.1:18999', '', NULL, '2026-11-22 02:38:54.614435', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-961a-7493-bb0c-c540e613689e', '01a200e3-9630-74e2-b6c0-ccb7b4eb109a', 1, 'schedule', '', '2026-11-22 01:34:04.848338', 'http://127.0.0.1:18999/retries', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-9619-76f0-ad8b-46f4d50babb4"],"Rollcall-Event-Time":["2026-11-22T01:34:04.825451Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-961a-7493-bb0c-c540e613689e"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 503, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 503 Service Unavailable.', 0, 0, 0, 1684, 33, 1737, '127.0.0.1:18999', '', NULL, '2026-11-22 02:35:34.801189', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-95d3-73f2-b16d-ff3d5fda8990', '01a200e3-9632-76e3-9cbd-7f143483098a', 1, 'schedule', '', '2026-11-22 01:34:04.850462', 'http://127.0.0.1:18999/paused', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-95ac-78cc-9839-36507229b5e0"],"Rollcall-Event-Time":["2026-11-22T01:34:04.704380Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-95d3-73f2-b16d-ff3d5fda8990"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 503, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 503 Service Unavailable.', 0, 104, 0, 10262, 28, 10413, '127.0.0.1:18999', '', NULL, '2026-11-22 02:34:32.655743', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-95d3-73e9-bb78-ced8829848de', '01a200e3-9620-7a9a-a006-4ed2306825a3', 1, 'schedule', '', '2026-11-22 01:34:04.832711', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-95ac-78cc-9839-36507229b5e0"],"Rollcall-Event-Time":["2026-11-22T01:34:04.704380Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-95d3-73e9-bb78-ced8829848de"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 1312, 61889, 63487, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-95d3-73f9-8777-168f39c5c836', '01a200e3-9630-76a9-8ed1-b624d98bc50c', 1, 'schedule', '', '2026-11-22 01:34:04.848449', 'http://127.0.0.1:18999/retries', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_LOGIN"],"Rollcall-Event-Id":["01a200e3-95ac-78cc-9839-36507229b5e0"],"Rollcall-Event-Time":["2026-11-22T01:34:04.704380Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-95d3-73f9-8777-168f39c5c836"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 503, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 503 Service Unavailable.', 0, 0, 0, 11571, 75, 11662, '127.0.0.1:18999', '', NULL, '2026-11-22 02:37:34.580229', 'schedule');
INSERT INTO public.attempts VALUES ('01a200e3-961a-7486-88a0-3a14d3ff551d', '01a200e3-9620-7902-98be-094235525e5f', 1, 'schedule', '', '2026-11-22 01:34:04.832603', 'http://127.0.0.1:18999/works', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-9619-76f0-ad8b-46f4d50babb4"],"Rollcall-Event-Time":["2026-11-22T01:34:04.825451Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-961a-7486-88a0-3a14d3ff551d"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 200, '{"Content-Length":["9"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x7468616e6b20796f75', 9, false, '', '', 0, 0, 0, 1442, 62021, 63750, '127.0.0.1:18999', '', NULL, NULL, '');
INSERT INTO public.attempts VALUES ('01a200e3-961a-748e-8e5d-99275505c180', '01a200e3-9632-7585-8f8f-254c54ff819b', 1, 'schedule', '', '2026-11-22 01:34:04.850379', 'http://127.0.0.1:18999/paused', '{"Content-Type":["application/json"],"Rollcall-Attempt":["1"],"Rollcall-Event":["USER_DISABLED"],"Rollcall-Event-Id":["01a200e3-9619-76f0-ad8b-46f4d50babb4"],"Rollcall-Event-Time":["2026-11-22T01:34:04.825451Z"],"User-Agent":["Rollcall/0.1.0"],"Webhook-Id":["01a200e3-961a-748e-8e5d-99275505c180"],"Webhook-Signature":["********"],"Webhook-Timestamp":["1795311244"]}', 503, '{"Content-Length":["12"],"Content-Type":["text/plain"],"Date":["Sun, 22 Nov 2026 01:34:04 GMT"],"Server":["BaseHTTP/0.6 Python/3.11.7"]}', '\x6f7574206f66206f72646572', 12, false, 'http_status', 'The receiver answered 503 Service Unavailable.', 0, 0, 0, 10036, 47701, 57767, '127.0.0.1:18999', '', NULL, '2026-11-22 02:35:21.79482', 'schedule');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-22 01:33:57.187945', NULL, 'system', NULL, 'rollcall', 'setup.code', 'site', '', 'done', '', '', '', 'system', '', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-22 01:33:57.608038', 1, 'command', NULL, 'command', 'user.add', 'user', '1', 'done', '', '', '{"email":"ada@acme.example","name":"Ada Lovelace","role":"admin","siteAdmin":true,"username":"ada"}', 'command', '', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-22 01:33:57.77346', 2, 'command', NULL, 'command', 'user.add', 'user', '2', 'done', '', '', '{"email":"bob@umbrella.example","name":"Bob Kahn","role":"normal","siteAdmin":false,"username":"bob"}', 'command', '', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-22 01:33:58.124817', NULL, 'command', NULL, 'command', 'token.create', 'token', '34sq7ecligaqe4bu', 'done', '', '', '{"expires":"0001-01-01T00:00:00Z","name":"terraform","user":1}', 'command', '', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-22 01:33:58.404344', 1, 'user', 1, 'ada', 'user.sign_in', 'user', '1', 'done', '', '', '', 'page', '127.0.0.1', '16ffb9acfde933c8');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-22 01:33:58.547442', NULL, 'nobody', NULL, '', 'user.sign_in', 'user', '', 'refused', 'unauthenticated: The username, address or password is wrong.', '', '', 'page', '127.0.0.1', '630ceafcf70f54a8');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-22 01:33:58.558422', 3, 'user', 1, 'ada', 'organization.create', 'organization', '3', 'done', '', '', '{"name":"initech","seats":25,"title":"Initech"}', 'page', '127.0.0.1', 'e2e19521793e759b');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (8, '2026-11-22 01:33:58.630564', 1, 'user', 1, 'ada', 'user.add', 'user', '3', 'done', '', '', '{"email":"grace@acme.example","name":"Grace Hopper","role":"normal","siteAdmin":false,"username":"grace"}', 'page', '127.0.0.1', '65afd34d08cabd2f');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (9, '2026-11-22 01:33:58.799418', 1, 'user', 1, 'ada', 'user.add', 'user', '4', 'done', '', '', '{"email":"alan@acme.example","name":"Alan Turing","role":"normal","siteAdmin":false,"username":"alan"}', 'page', '127.0.0.1', '16ada68bbf01e455');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (10, '2026-11-22 01:33:58.985063', 1, 'user', 1, 'ada', 'user.add', 'user', '5', 'done', '', '', '{"email":"carol@acme.example","name":"Carol Shaw","role":"normal","siteAdmin":false,"username":"carol"}', 'page', '127.0.0.1', '065cf14289b32299');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (11, '2026-11-22 01:33:59.160214', 1, 'user', 1, 'ada', 'user.add', 'user', '6', 'done', '', '', '{"email":"edsger@acme.example","name":"Edsger Dijkstra","role":"normal","siteAdmin":false,"username":"edsger"}', 'page', '127.0.0.1', '75a0d18dab1df9e3');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (12, '2026-11-22 01:33:59.404626', 1, 'user', 1, 'ada', 'user.add', 'user', '7', 'done', '', '', '{"email":"radia@acme.example","name":"Radia Perlman","role":"normal","siteAdmin":false,"username":"radia"}', 'page', '127.0.0.1', '3bf800094b00f910');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (13, '2026-11-22 01:33:59.541156', 1, 'user', 1, 'ada', 'guest.add', 'user', '2', 'done', '', '', '{"home":"umbrella","role":"company_guest","username":"bob"}', 'page', '127.0.0.1', '24e190381e6caf01');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (14, '2026-11-22 01:33:59.57513', 1, 'user', 1, 'ada', 'group.create', 'group', '1', 'done', '', '', '{"Name":"On call","Description":"who gets up at night"}', 'page', '127.0.0.1', '1201e5815a918fbc');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (15, '2026-11-22 01:33:59.656546', 1, 'user', 1, 'ada', 'group.add', 'group', '1', 'done', '', '', '{"user":3,"username":"grace"}', 'page', '127.0.0.1', 'b4c5064e585c8428');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (16, '2026-11-22 01:33:59.66054', 1, 'user', 1, 'ada', 'group.add', 'group', '1', 'done', '', '', '{"user":4,"username":"alan"}', 'page', '127.0.0.1', '1cb0054823788878');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (17, '2026-11-22 01:33:59.664119', 1, 'user', 1, 'ada', 'pipe.create', 'pipe', '1', 'done', '', '', '{"Name":"Onboarding","Description":"From the signed contract to the first day","Icon":"users","Color":"green","Public":true}', 'page', '127.0.0.1', 'e89d1472e7430bdd');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (18, '2026-11-22 01:33:59.666973', 1, 'user', 1, 'ada', 'table.create', 'table', '2', 'done', '', '', '{"Name":"Suppliers","Description":"","Icon":"","Color":"orange","Public":false}', 'page', '127.0.0.1', 'f6bdd9f975857c7e');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (19, '2026-11-22 01:33:59.843478', 1, 'user', 1, 'ada', 'service_account.create', 'service_account', '1', 'done', '', '', '{"client":"g3wyfnmyda4c6eid","name":"Terraform","role":"admin"}', 'page', '127.0.0.1', 'e84c494a45c487f4');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (20, '2026-11-22 01:33:59.851789', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b02468784921246829ef155', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"works","url":"http://127.0.0.1:18999/works","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '72a733527104fe03');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (21, '2026-11-22 01:33:59.948412', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b0246876aa53a4b8b10406b', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"fails","url":"http://127.0.0.1:18999/fails","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '0c704a7d4e482ff8');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (22, '2026-11-22 01:34:00.087579', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b024688a810f25fc0a270db', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '04656ddc2e75bf31');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (23, '2026-11-22 01:34:00.18279', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b0246883de699c0c342a879', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '4ec5c4fbe3682f9a');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (24, '2026-11-22 01:34:00.255274', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b0246889f8433b43992730d', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', 'bd758666d4ceb93e');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (25, '2026-11-22 01:34:00.393161', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b024688b93f8e6e6296ca70', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"gone","url":"http://127.0.0.1:18999/gone","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', 'd004fe9abf0c88bc');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (26, '2026-11-22 01:34:00.473832', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b024688d9db9eedde3708f8', 'done', '', '', '{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '841686cc33c55045');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (27, '2026-11-22 01:34:00.591357', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b0246884dbbc9e2fecc30c1', 'done', '', '', '{"scope":"pipe","scopeId":1,"name":"pipe","url":"http://127.0.0.1:18999/pipe","description":"of release 6","types":["user.role_set","user.removal_from_pipe"],"enabled":true,"email":"ops@acme.example","headers":{"X-Team":"(set)"}}', 'page', '127.0.0.1', '01782a905c30ff39');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (28, '2026-11-22 01:34:00.668096', 1, 'user', 1, 'ada', 'webhook.create', 'webhook', '6b024688b392750e588729d7', 'done', '', '', '{"scope":"table","scopeId":2,"name":"table","url":"http://127.0.0.1:18999/table","description":"of release 6","types":["user.role_set"],"enabled":true}', 'page', '127.0.0.1', 'be787b6d21e2a763');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (29, '2026-11-22 01:34:00.741468', 1, 'user', 1, 'ada', 'webhook.pause', 'webhook', '6b024688a810f25fc0a270db', 'done', '', '{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', '{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', 'page', '127.0.0.1', 'f4443cb15a0e722f');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (30, '2026-11-22 01:34:00.781964', 1, 'user', 1, 'ada', 'webhook.pause', 'webhook', '6b024688d9db9eedde3708f8', 'done', '', '{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', '{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', 'page', '127.0.0.1', '5ec350534cb1999e');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (31, '2026-11-22 01:34:00.85025', 1, 'user', 3, 'grace', 'user.sign_in', 'user', '3', 'done', '', '', '', 'page', '127.0.0.1', '6e32a4c4bec4f6ee');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (32, '2026-11-22 01:34:01.479884', 1, 'user', 1, 'ada', 'user.disable', 'user', '5', 'done', '', '{"state":"active"}', '{"state":"disabled"}', 'page', '127.0.0.1', '960aab066b6dbb42');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (33, '2026-11-22 01:34:02.512936', 1, 'user', 1, 'ada', 'invitation.send', 'user', '8', 'done', '', '', '{"email":"margaret@acme.example","name":"margaret","role":"normal","siteAdmin":false,"username":"margaret"}', 'page', '127.0.0.1', 'ec34ed0da9c5a338');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (34, '2026-11-22 01:34:02.531533', 1, 'user', 1, 'ada', 'invitation.send', 'user', '9', 'done', '', '', '{"email":"linus@acme.example","name":"linus","role":"company_guest","siteAdmin":false,"username":"linus"}', 'page', '127.0.0.1', 'dad2b14f0a211874');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (35, '2026-11-22 01:34:02.538325', 1, 'user', 1, 'ada', 'invitation.send', 'user', '10', 'done', '', '', '{"email":"vint@acme.example","name":"vint","role":"normal","siteAdmin":false,"username":"vint"}', 'page', '127.0.0.1', '54f430d526212e23');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (36, '2026-11-22 01:34:02.546915', 1, 'user', 1, 'ada', 'pipe.add', 'user', '4', 'done', '', '', '{"email":"alan@acme.example","in":"the pipe Onboarding","role":"admin"}', 'page', '127.0.0.1', 'abedacc3f34001a4');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (37, '2026-11-22 01:34:02.572998', 1, 'user', 1, 'ada', 'pipe.add', 'user', '6', 'done', '', '', '{"email":"edsger@acme.example","in":"the pipe Onboarding","role":"member"}', 'page', '127.0.0.1', 'c0391f6ffea523a6');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (38, '2026-11-22 01:34:02.581125', 1, 'user', 1, 'ada', 'invitation.send', 'user', '11', 'done', '', '', '{"email":"peter@initech.example","name":"peter","role":"external_guest","siteAdmin":false,"username":"peter"}', 'page', '127.0.0.1', 'ff1d98f1850a4219');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (39, '2026-11-22 01:34:02.685849', 1, 'user', 1, 'ada', 'invitation.revoke', 'invitation', '01a200e3-8d28-7e1c-84bd-8beedf072dba', 'done', '', '{"email":"vint@acme.example","state":"pending"}', '', 'page', '127.0.0.1', '585f4daa7be15430');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (40, '2026-11-22 01:34:02.88258', 1, 'user', 9, 'linus', 'invitation.accept', 'invitation', '01a200e3-8d1b-7c98-ae1a-2ff52ce374ba', 'done', '', '', '{"email":"linus@acme.example","username":"linus"}', 'page', '127.0.0.1', '8efbf10388999fe4');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (41, '2026-11-22 01:34:02.962986', 1, 'user', 1, 'ada', 'pipe.role', 'user', '4', 'done', '', '{"in":"the pipe Onboarding","role":"admin"}', '{"role":"creator"}', 'page', '127.0.0.1', '96a231ed45095350');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (42, '2026-11-22 01:34:02.993855', 1, 'user', 1, 'ada', 'pipe.remove', 'pipe', '1', 'done', '', '{"role":"member","user":6,"username":"edsger"}', '', 'page', '127.0.0.1', '9d9072bcd31e871b');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (43, '2026-11-22 01:34:03.252056', 1, 'user', 1, 'ada', 'service_account.renew', 'service_account', '1', 'done', '', '', '{"name":"Terraform","secret":"(set)"}', 'page', '127.0.0.1', '66fe57fc3038efcc');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (44, '2026-11-22 01:34:03.354711', NULL, 'nobody', NULL, '', 'access_token.issue', 'service_account', '', 'refused', 'unauthenticated: The client id or the client secret is wrong.', '', '', 'graphql', '127.0.0.1', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (45, '2026-11-22 01:34:03.358669', 1, 'service', NULL, 'g3wyfnmyda4c6eid', 'access_token.issue', 'service_account', '1', 'done', '', '', '', 'graphql', '127.0.0.1', '');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (46, '2026-11-22 01:34:03.363894', 1, 'user', 1, 'ada', 'webhook.pause', 'webhook', '6b0246883de699c0c342a879', 'done', '', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', 'page', '127.0.0.1', 'e8be683547c1d72c');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (47, '2026-11-22 01:34:03.368391', 1, 'user', 1, 'ada', 'webhook.delete', 'webhook', '6b024688b93f8e6e6296ca70', 'done', '', '{"Names":["gone"],"Pending":0,"Records":0}', '', 'page', '127.0.0.1', '73dd43579b583b39');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (48, '2026-11-22 01:34:03.374123', 1, 'token', 1, 'ada', 'webhook.pause', 'webhook', '6b0246889f8433b43992730d', 'done', '', '{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', '{"scope":"organization","scopeId":1,"name":"off","url":"http://127.0.0.1:18999/off","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"api"}', 'rest', '127.0.0.1', '956159ebf66e5b02');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (49, '2026-11-22 01:34:03.379181', 1, 'user', 1, 'ada', 'webhook.test', 'webhook', '6b02468784921246829ef155', 'done', '', '', '{"delivery":"01a200e3-9071-7e32-ad35-05e5eaf763bd","type":"USER_LOGIN"}', 'page', '127.0.0.1', '1387ff40526c3ee1');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (50, '2026-11-22 01:34:03.58402', 1, 'user', 4, 'alan', 'user.sign_in', 'user', '4', 'done', '', '', '', 'page', '127.0.0.1', '2cd9a6eaaac77cb0');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (51, '2026-11-22 01:34:03.655779', 1, 'user', 6, 'edsger', 'user.sign_in', 'user', '6', 'done', '', '', '', 'page', '127.0.0.1', '5447203cdf7d1b3c');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (52, '2026-11-22 01:34:04.490556', 1, 'user', 1, 'ada', 'webhook.resume', 'webhook', '6b024688a810f25fc0a270db', 'done', '', '{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', '{"scope":"organization","scopeId":1,"name":"retries","url":"http://127.0.0.1:18999/retries","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '57d9df4db3087497');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (53, '2026-11-22 01:34:04.524379', 1, 'user', 1, 'ada', 'webhook.resume', 'webhook', '6b024688d9db9eedde3708f8', 'done', '', '{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', '{"scope":"organization","scopeId":1,"name":"hangs","url":"http://127.0.0.1:18999/hangs","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', '0fdaa367b7d563a6');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (54, '2026-11-22 01:34:04.559911', 1, 'user', 1, 'ada', 'webhook.resume', 'webhook', '6b0246883de699c0c342a879', 'done', '', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', 'page', '127.0.0.1', 'fef3a5b0a8b8b579');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (55, '2026-11-22 01:34:04.798986', 1, 'user', 7, 'radia', 'user.sign_in', 'user', '7', 'done', '', '', '', 'page', '127.0.0.1', '23a360d22951e033');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (56, '2026-11-22 01:34:04.827076', 1, 'user', 1, 'ada', 'user.disable', 'user', '6', 'done', '', '{"state":"active"}', '{"state":"disabled"}', 'page', '127.0.0.1', '6f7d1e01a6b24ec7');
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES (57, '2026-11-22 01:34:05.180589', 1, 'user', 1, 'ada', 'webhook.pause', 'webhook', '6b0246883de699c0c342a879', 'done', '', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":true}', '{"scope":"organization","scopeId":1,"name":"paused","url":"http://127.0.0.1:18999/paused","description":"of release 6","types":["USER_LOGIN","USER_DISABLED"],"enabled":false,"pause":"paused"}', 'page', '127.0.0.1', 'dd2812096cb3d60b');
INSERT INTO public.deliveries VALUES ('01a200e3-868c-7245-aeb2-8b0e62fcffae', '01a200e3-8683-79b5-b365-3197a2e49551', '6b024688b93f8e6e6296ca70', 'USER_LOGIN', 'grace@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383862393366386536653632393663613730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436383638373236376637333837626539666237222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:00.83475', '2026-11-22 01:34:00.844059', NULL, NULL, '', '', '2026-11-22 01:34:00.867547', 200, '', 1096);
INSERT INTO public.deliveries VALUES ('01a200e3-868c-7233-9c13-4b3b26916f1e', '01a200e3-8683-79b5-b365-3197a2e49551', '6b02468784921246829ef155', 'USER_LOGIN', 'grace@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436383638373236376637333837626539666237222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:00.83475', '2026-11-22 01:34:00.844059', NULL, NULL, '', '', '2026-11-22 01:34:00.876497', 200, '', 1342);
INSERT INTO public.deliveries VALUES ('01a200e3-868c-723a-be09-41751d50cd39', '01a200e3-8683-79b5-b365-3197a2e49551', '6b0246883de699c0c342a879', 'USER_LOGIN', 'grace@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383833646536393963306333343261383739222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436383638373236376637333837626539666237222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:00.83475', '2026-11-22 01:34:00.844059', NULL, NULL, '', '', '2026-11-22 01:34:00.898444', 200, '', 792);
INSERT INTO public.deliveries VALUES ('01a200e3-868c-723f-b310-43bf451363e1', '01a200e3-8683-79b5-b365-3197a2e49551', '6b0246889f8433b43992730d', 'USER_LOGIN', 'grace@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383839663834333362343339393237333064222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436383638373236376637333837626539666237222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:00.83475', '2026-11-22 01:34:00.844059', NULL, NULL, '', '', '2026-11-22 01:34:00.932217', 200, '', 48362);
INSERT INTO public.deliveries VALUES ('01a200e3-868c-70f5-b90b-54afc6c09dea', '01a200e3-8683-79b5-b365-3197a2e49551', '6b0246876aa53a4b8b10406b', 'USER_LOGIN', 'grace@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226772616365222c22656d61696c223a2267726163654061636d652e6578616d706c65222c22757365724964223a22366230323436383638373236376637333837626539666237222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'failed', false, 2, 1, '2026-11-22 01:34:00.83475', '2026-11-22 01:34:00.844059', NULL, NULL, '', '', '2026-11-22 01:34:01.345862', 500, 'http_status', 559);
INSERT INTO public.deliveries VALUES ('01a200e3-88fb-7202-a7dd-5fd5bf53a612', '01a200e3-88f7-78ad-9521-8d3562370b56', '6b0246883de699c0c342a879', 'USER_DISABLED', 'carol@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383833646536393963306333343261383739222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436383635643163643263386164356161343538222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:01.463564', '2026-11-22 01:34:01.467045', NULL, NULL, '', '', '2026-11-22 01:34:01.497802', 200, '', 1181);
INSERT INTO public.deliveries VALUES ('01a200e3-88fb-71f8-967d-d377eb62c4b7', '01a200e3-88f7-78ad-9521-8d3562370b56', '6b02468784921246829ef155', 'USER_DISABLED', 'carol@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436383635643163643263386164356161343538222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:01.463564', '2026-11-22 01:34:01.467045', NULL, NULL, '', '', '2026-11-22 01:34:01.499819', 200, '', 874);
INSERT INTO public.deliveries VALUES ('01a200e3-88fb-7213-ba04-75826ed22cc2', '01a200e3-88f7-78ad-9521-8d3562370b56', '6b0246889f8433b43992730d', 'USER_DISABLED', 'carol@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383839663834333362343339393237333064222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436383635643163643263386164356161343538222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:01.463564', '2026-11-22 01:34:01.467045', NULL, NULL, '', '', '2026-11-22 01:34:01.540286', 200, '', 776);
INSERT INTO public.deliveries VALUES ('01a200e3-88fb-721d-9ab3-c74e29f870ea', '01a200e3-88f7-78ad-9521-8d3562370b56', '6b024688b93f8e6e6296ca70', 'USER_DISABLED', 'carol@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383862393366386536653632393663613730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436383635643163643263386164356161343538222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:01.463564', '2026-11-22 01:34:01.467045', NULL, NULL, '', '', '2026-11-22 01:34:01.547951', 200, '', 42518);
INSERT INTO public.deliveries VALUES ('01a200e3-88fb-70c0-9d54-fd2a21151460', '01a200e3-88f7-78ad-9521-8d3562370b56', '6b0246876aa53a4b8b10406b', 'USER_DISABLED', 'carol@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226361726f6c222c22656d61696c223a226361726f6c4061636d652e6578616d706c65222c22757365724964223a22366230323436383635643163643263386164356161343538222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'failed', false, 2, 1, '2026-11-22 01:34:01.463564', '2026-11-22 01:34:01.467045', NULL, NULL, '', '', '2026-11-22 01:34:02.371942', 500, 'http_status', 569);
INSERT INTO public.deliveries VALUES ('01a200e3-8e7e-7e0b-b556-cf7e88645476', '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', '6b024688b93f8e6e6296ca70', 'USER_LOGIN', 'linus@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383862393366386536653632393663613730222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22676f6e65227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436386139383362363230663234303839366536222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.877589', '2026-11-22 01:34:02.878902', NULL, NULL, '', '', '2026-11-22 01:34:02.898393', 200, '', 263);
INSERT INTO public.deliveries VALUES ('01a200e3-8e7e-7e05-b989-11b7deca79c3', '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', '6b0246889f8433b43992730d', 'USER_LOGIN', 'linus@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383839663834333362343339393237333064222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226f6666227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436386139383362363230663234303839366536222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.877589', '2026-11-22 01:34:02.878902', NULL, NULL, '', '', '2026-11-22 01:34:02.943381', 200, '', 44787);
INSERT INTO public.deliveries VALUES ('01a200e3-8e7e-7dff-b17a-ac7b5205b36e', '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', '6b0246883de699c0c342a879', 'USER_LOGIN', 'linus@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383833646536393963306333343261383739222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436386139383362363230663234303839366536222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.877589', '2026-11-22 01:34:02.878902', NULL, NULL, '', '', '2026-11-22 01:34:02.975252', 200, '', 2208);
INSERT INTO public.deliveries VALUES ('01a200e3-8e7e-7df7-bef5-b23f37e49cd4', '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', '6b02468784921246829ef155', 'USER_LOGIN', 'linus@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436386139383362363230663234303839366536222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.877589', '2026-11-22 01:34:02.878902', NULL, NULL, '', '', '2026-11-22 01:34:03.003956', 200, '', 46231);
INSERT INTO public.deliveries VALUES ('01a200e3-8e7e-7dd3-a9cc-db322273f04c', '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', '6b0246876aa53a4b8b10406b', 'USER_LOGIN', 'linus@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a226c696e7573222c22656d61696c223a226c696e75734061636d652e6578616d706c65222c22757365724964223a22366230323436386139383362363230663234303839366536222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'failed', false, 2, 1, '2026-11-22 01:34:02.877589', '2026-11-22 01:34:02.878902', NULL, NULL, '', '', '2026-11-22 01:34:03.476627', 500, 'http_status', 43654);
INSERT INTO public.deliveries VALUES ('01a200e3-8ecc-7ab0-b09c-b767872e5d32', '01a200e3-8ecb-7075-b544-29042d1c3e8c', '6b0246884dbbc9e2fecc30c1', 'user.role_set', 'alan@acme.example', '\x7b2264617461223a7b227061796c6f61645f6964223a2230316132303065332d386563632d376162302d623039632d623736373837326535643332222c22616374696f6e223a22757365722e726f6c655f736574222c2275736572223a7b226964223a342c226e616d65223a22416c616e20547572696e67222c22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c226176617461725f75726c223a6e756c6c7d2c22616374696f6e5f646f6e655f6279223a7b226964223a312c226e616d65223a22416461204c6f76656c616365222c22757365726e616d65223a22616461222c22656d61696c223a226164614061636d652e6578616d706c65227d2c2266726f6d223a7b22706970655f6964223a227a3278524d4a7261222c226e616d65223a224f6e626f617264696e67227d2c2270726576696f75735f726f6c65223a2261646d696e222c226e65775f726f6c65223a2263726561746f72222c22616374696f6e5f646f6e655f6174223a22323032362d31312d32322030313a33343a3032202b30303030227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.955028', '2026-11-22 01:34:02.956698', NULL, NULL, '', '', '2026-11-22 01:34:02.973435', 200, '', 6967);
INSERT INTO public.deliveries VALUES ('01a200e3-8eef-7a21-a15c-9aee89481df7', '01a200e3-8eec-783e-81d5-d28eaf119e11', '6b0246884dbbc9e2fecc30c1', 'user.removal_from_pipe', 'edsger@acme.example', '\x7b2264617461223a7b227061796c6f61645f6964223a2230316132303065332d386565662d376132312d613135632d396165653839343831646637222c22616374696f6e223a22757365722e72656d6f76616c5f66726f6d5f70697065222c2275736572223a7b226964223a362c226e616d65223a224564736765722044696a6b73747261222c22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c226176617461725f75726c223a6e756c6c7d2c22757365725f72656d6f7665645f6279223a7b226964223a312c226e616d65223a22416461204c6f76656c616365222c22757365726e616d65223a22616461222c22656d61696c223a226164614061636d652e6578616d706c65227d2c2266726f6d223a7b22706970655f6964223a227a3278524d4a7261222c226e616d65223a224f6e626f617264696e67227d2c22616374696f6e5f646f6e655f6174223a22323032362d31312d32322030313a33343a3032202b30303030227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:02.988537', '2026-11-22 01:34:02.991661', NULL, NULL, '', '', '2026-11-22 01:34:03.059984', 200, '', 43917);
INSERT INTO public.deliveries VALUES ('01a200e3-9071-7e32-ad35-05e5eaf763bd', '01a200e3-9071-7e2b-a0f2-b0f88a586f51', '6b02468784921246829ef155', 'USER_LOGIN', 'demo@example.com', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a2264656d6f222c22656d61696c223a2264656d6f406578616d706c652e636f6d222c22757365724964223a22303030303030303030303030303030303030303030303030222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', true, 1, 0, '2026-11-22 01:34:03.377926', '2026-11-22 01:34:03.377926', NULL, NULL, '', '', '2026-11-22 01:34:03.415439', 200, '', 678);
INSERT INTO public.deliveries VALUES ('01a200e3-913e-71b2-bbcc-a8485e939489', '01a200e3-913d-74f9-a312-f92294a88131', '6b02468784921246829ef155', 'USER_LOGIN', 'alan@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c22757365724964223a22366230323436383664343765646137336566386263366630222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:03.58014', '2026-11-22 01:34:03.582026', NULL, NULL, '', '', '2026-11-22 01:34:03.663945', 200, '', 9326);
INSERT INTO public.deliveries VALUES ('01a200e3-9182-7dfe-9e73-e6f4d32cf522', '01a200e3-917c-7c48-bc05-7c3861b01bbb', '6b02468784921246829ef155', 'USER_LOGIN', 'edsger@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:03.64395', '2026-11-22 01:34:03.650857', NULL, NULL, '', '', '2026-11-22 01:34:03.733908', 200, '', 617);
INSERT INTO public.deliveries VALUES ('01a200e3-913e-7077-a79c-19d5dd0baf91', '01a200e3-913d-74f9-a312-f92294a88131', '6b0246876aa53a4b8b10406b', 'USER_LOGIN', 'alan@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22616c616e222c22656d61696c223a22616c616e4061636d652e6578616d706c65222c22757365724964223a22366230323436383664343765646137336566386263366630222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 2, 2, '2026-11-22 01:34:03.58014', '2026-11-22 01:34:03.582026', 'retry', '2026-11-22 02:38:05.589055', 'schedule', '', NULL, 500, 'http_status', 1051);
INSERT INTO public.deliveries VALUES ('01a200e3-9182-7d1f-b17d-2d240647d6f3', '01a200e3-917c-7c48-bc05-7c3861b01bbb', '6b0246876aa53a4b8b10406b', 'USER_LOGIN', 'edsger@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 2, 2, '2026-11-22 01:34:03.64395', '2026-11-22 01:34:03.650857', 'retry', '2026-11-22 02:36:20.79724', 'schedule', '', NULL, 500, 'http_status', 1032);
INSERT INTO public.deliveries VALUES ('01a200e3-95d3-73ff-a980-9ca874c7a5ce', '01a200e3-95ac-78cc-9839-36507229b5e0', '6b024688d9db9eedde3708f8', 'USER_LOGIN', 'radia@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383864396462396565646465333730386638222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2268616e6773227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436383766623966383133643364393738656638222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'pending', false, 0, 0, '2026-11-22 01:34:04.70438', '2026-11-22 01:34:04.755175', 'first', '2026-11-22 01:34:04.70438', 'at_once', '', NULL, 0, '', 0);
INSERT INTO public.deliveries VALUES ('01a200e3-95d3-732e-8611-83817270cf6b', '01a200e3-95ac-78cc-9839-36507229b5e0', '6b0246876aa53a4b8b10406b', 'USER_LOGIN', 'radia@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436383766623966383133643364393738656638222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 1, 1, '2026-11-22 01:34:04.70438', '2026-11-22 01:34:04.755175', 'retry', '2026-11-22 02:38:31.120148', 'schedule', '', NULL, 500, 'http_status', 2377);
INSERT INTO public.deliveries VALUES ('01a200e3-961a-73c5-90c5-5b334983c1db', '01a200e3-9619-76f0-ad8b-46f4d50babb4', '6b0246876aa53a4b8b10406b', 'USER_DISABLED', 'edsger@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383736616135336134623862313034303662222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a226661696c73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 1, 1, '2026-11-22 01:34:04.825451', '2026-11-22 01:34:04.826244', 'retry', '2026-11-22 02:38:54.614435', 'schedule', '', NULL, 500, 'http_status', 2397);
INSERT INTO public.deliveries VALUES ('01a200e3-95d3-73e9-bb78-ced8829848de', '01a200e3-95ac-78cc-9839-36507229b5e0', '6b02468784921246829ef155', 'USER_LOGIN', 'radia@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436383766623966383133643364393738656638222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:04.70438', '2026-11-22 01:34:04.755175', NULL, NULL, '', '', '2026-11-22 01:34:04.896574', 200, '', 63487);
INSERT INTO public.deliveries VALUES ('01a200e3-95d3-73f9-8777-168f39c5c836', '01a200e3-95ac-78cc-9839-36507229b5e0', '6b024688a810f25fc0a270db', 'USER_LOGIN', 'radia@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383861383130663235666330613237306462222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2272657472696573227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436383766623966383133643364393738656638222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 1, 1, '2026-11-22 01:34:04.70438', '2026-11-22 01:34:04.755175', 'retry', '2026-11-22 02:37:34.580229', 'schedule', '', NULL, 503, 'http_status', 11662);
INSERT INTO public.deliveries VALUES ('01a200e3-95d3-73f2-b16d-ff3d5fda8990', '01a200e3-95ac-78cc-9839-36507229b5e0', '6b0246883de699c0c342a879', 'USER_LOGIN', 'radia@acme.example', '\x7b2274797065223a22555345525f4c4f47494e222c22776562686f6f6b223a7b226964223a22366230323436383833646536393963306333343261383739222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a227261646961222c22656d61696c223a2272616469614061636d652e6578616d706c65222c22757365724964223a22366230323436383766623966383133643364393738656638222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'held', false, 1, 1, '2026-11-22 01:34:04.70438', '2026-11-22 01:34:04.755175', NULL, NULL, '', '', NULL, 503, 'http_status', 10413);
INSERT INTO public.deliveries VALUES ('01a200e3-961a-7498-b805-5689a11abaf2', '01a200e3-9619-76f0-ad8b-46f4d50babb4', '6b024688d9db9eedde3708f8', 'USER_DISABLED', 'edsger@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383864396462396565646465333730386638222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2268616e6773227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'pending', false, 0, 0, '2026-11-22 01:34:04.825451', '2026-11-22 01:34:04.826244', 'first', '2026-11-22 01:34:04.825451', 'at_once', '', NULL, 0, '', 0);
INSERT INTO public.deliveries VALUES ('01a200e3-961a-7493-bb0c-c540e613689e', '01a200e3-9619-76f0-ad8b-46f4d50babb4', '6b024688a810f25fc0a270db', 'USER_DISABLED', 'edsger@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383861383130663235666330613237306462222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a2272657472696573227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'retrying', false, 1, 1, '2026-11-22 01:34:04.825451', '2026-11-22 01:34:04.826244', 'retry', '2026-11-22 02:35:34.801189', 'schedule', '', NULL, 503, 'http_status', 1737);
INSERT INTO public.deliveries VALUES ('01a200e3-961a-7486-88a0-3a14d3ff551d', '01a200e3-9619-76f0-ad8b-46f4d50babb4', '6b02468784921246829ef155', 'USER_DISABLED', 'edsger@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383738343932313234363832396566313535222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22776f726b73227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'delivered', false, 1, 0, '2026-11-22 01:34:04.825451', '2026-11-22 01:34:04.826244', NULL, NULL, '', '', '2026-11-22 01:34:04.902743', 200, '', 63750);
INSERT INTO public.deliveries VALUES ('01a200e3-961a-748e-8e5d-99275505c180', '01a200e3-9619-76f0-ad8b-46f4d50babb4', '6b0246883de699c0c342a879', 'USER_DISABLED', 'edsger@acme.example', '\x7b2274797065223a22555345525f44495341424c4544222c22776562686f6f6b223a7b226964223a22366230323436383833646536393963306333343261383739222c226f7267616e697a6174696f6e223a2261636d65222c226e616d65223a22706175736564227d2c227061796c6f6164223a7b22757365726e616d65223a22656473676572222c22656d61696c223a226564736765724061636d652e6578616d706c65222c22757365724964223a22366230323436383765343061653461323930313436343839222c226f7267616e697a6174696f6e223a2261636d65227d7d', 'held', false, 1, 1, '2026-11-22 01:34:04.825451', '2026-11-22 01:34:04.826244', NULL, NULL, '', '', NULL, 503, 'http_status', 57767);
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-7ccf-777c-8dd3-b68e2472c9d9');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-7d03-720f-892e-4615e72609a0');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8682-7e28-962d-4055f373a43b');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8683-79b5-b365-3197a2e49551');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-88f7-78ad-9521-8d3562370b56');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8d0f-7710-894f-70a72914e503');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8d22-7ced-a324-ac2989d5c056');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8d29-7ada-8961-fb6f138f32a6');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8d54-77cc-b7cd-9e253ccb9a2d');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8e7b-7691-a7bf-a21ff2874c8c');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8e7d-7cbe-a1a7-479f6ce82604');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc');
INSERT INTO public.event_places VALUES ('pipe', 1, '01a200e3-8ecb-7075-b544-29042d1c3e8c');
INSERT INTO public.event_places VALUES ('pipe', 1, '01a200e3-8eec-783e-81d5-d28eaf119e11');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-913c-78df-8c3a-71f0509b4ca0');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-913d-74f9-a312-f92294a88131');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-917c-72d8-baa2-123a494d523c');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-917c-7c48-bc05-7c3861b01bbb');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-95a0-7e65-a64e-0779476b5af1');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-95ac-78cc-9839-36507229b5e0');
INSERT INTO public.event_places VALUES ('organization', 1, '01a200e3-9619-76f0-ad8b-46f4d50babb4');
INSERT INTO public.events VALUES ('01a200e3-7ccf-777c-8dd3-b68e2472c9d9', 'USER_CREATED', '2026-11-22 01:33:58.350379', 1, 'ada@acme.example', 'page', '{"subject":{"id":1,"hexId":"6b0246851260499c0001d12e","name":"Ada Lovelace","username":"ada","email":"ada@acme.example","uuid":"01a200e3-79de-7c14-b12c-1df74b4ea119"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-7d03-720f-892e-4615e72609a0', 'USER_LOGIN', '2026-11-22 01:33:58.350379', 1, 'ada@acme.example', 'page', '{"subject":{"id":1,"hexId":"6b0246851260499c0001d12e","name":"Ada Lovelace","username":"ada","email":"ada@acme.example","uuid":"01a200e3-79de-7c14-b12c-1df74b4ea119"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-8682-7e28-962d-4055f373a43b', 'USER_CREATED', '2026-11-22 01:34:00.83475', 3, 'grace@acme.example', 'page', '{"subject":{"id":3,"hexId":"6b02468687267f7387be9fb7","name":"Grace Hopper","username":"grace","email":"grace@acme.example","uuid":"01a200e3-7de5-7805-974f-6aca9e596a40"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":3,"hexId":"","name":"Grace Hopper","username":"grace","email":"grace@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-8683-79b5-b365-3197a2e49551', 'USER_LOGIN', '2026-11-22 01:34:00.83475', 3, 'grace@acme.example', 'page', '{"subject":{"id":3,"hexId":"6b02468687267f7387be9fb7","name":"Grace Hopper","username":"grace","email":"grace@acme.example","uuid":"01a200e3-7de5-7805-974f-6aca9e596a40"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":3,"hexId":"","name":"Grace Hopper","username":"grace","email":"grace@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-88f7-78ad-9521-8d3562370b56', 'USER_DISABLED', '2026-11-22 01:34:01.463564', 5, 'carol@acme.example', 'page', '{"subject":{"id":5,"hexId":"6b0246865d1cd2c8ad5aa458","name":"Carol Shaw","username":"carol","email":"carol@acme.example","uuid":"01a200e3-7f48-75eb-afa4-41397931dbe6"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-8d0f-7710-894f-70a72914e503', 'user.invitation_sent', '2026-11-22 01:34:02.511461', 8, 'margaret@acme.example', 'page', '{"subject":{"id":8,"hexId":"6b02468ad8992bf701654290","name":"margaret","username":"margaret","email":"margaret@acme.example","uuid":"01a200e3-8d0a-7d20-8c06-a6d225f0e287"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO public.events VALUES ('01a200e3-8d22-7ced-a324-ac2989d5c056', 'user.invitation_sent', '2026-11-22 01:34:02.530845', 9, 'linus@acme.example', 'page', '{"subject":{"id":9,"hexId":"6b02468a983b620f240896e6","name":"linus","username":"linus","email":"linus@acme.example","uuid":"01a200e3-8d18-7ae2-8ec3-a9e69cc40caa"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO public.events VALUES ('01a200e3-8d29-7ada-8961-fb6f138f32a6', 'user.invitation_sent', '2026-11-22 01:34:02.537709', 10, 'vint@acme.example', 'page', '{"subject":{"id":10,"hexId":"6b02468a251143c86f73a868","name":"vint","username":"vint","email":"vint@acme.example","uuid":"01a200e3-8d27-743b-9bff-d4e9abd7fe28"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO public.events VALUES ('01a200e3-8d54-77cc-b7cd-9e253ccb9a2d', 'user.invitation_sent', '2026-11-22 01:34:02.580509', 11, 'peter@initech.example', 'page', '{"subject":{"id":11,"hexId":"6b02468a4a089464a7785ffe","name":"peter","username":"peter","email":"peter@initech.example","uuid":"01a200e3-8d52-7194-89ec-d32198e5fc8c"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO public.events VALUES ('01a200e3-8e7b-7691-a7bf-a21ff2874c8c', 'user.invitation_acceptance', '2026-11-22 01:34:02.875426', 9, 'linus@acme.example', 'page', '{"subject":{"id":9,"hexId":"6b02468a983b620f240896e6","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-8d18-7ae2-8ec3-a9e69cc40caa"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"},"about":{"kind":"organization","id":1,"name":"acme"}}');
INSERT INTO public.events VALUES ('01a200e3-8e7d-7cbe-a1a7-479f6ce82604', 'USER_CREATED', '2026-11-22 01:34:02.877589', 9, 'linus@acme.example', 'page', '{"subject":{"id":9,"hexId":"6b02468a983b620f240896e6","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-8d18-7ae2-8ec3-a9e69cc40caa"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-8e7e-75fa-ac3c-4a1c8b7364bc', 'USER_LOGIN', '2026-11-22 01:34:02.877589', 9, 'linus@acme.example', 'page', '{"subject":{"id":9,"hexId":"6b02468a983b620f240896e6","name":"Linus Torvalds","username":"linus","email":"linus@acme.example","uuid":"01a200e3-8d18-7ae2-8ec3-a9e69cc40caa"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":9,"hexId":"","name":"Linus Torvalds","username":"linus","email":"linus@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-8ecb-7075-b544-29042d1c3e8c', 'user.role_set', '2026-11-22 01:34:02.955028', 4, 'alan@acme.example', 'page', '{"subject":{"id":4,"hexId":"6b024686d47eda73ef8bc6f0","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-7e8e-7b6a-b70f-c506112c9272"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"pipe","id":1,"suid":"z2xRMJra","uuid":"01a200e3-81ee-779a-acc6-81d763b92e4c","name":"Onboarding"},"previousRole":"admin","newRole":"creator"}');
INSERT INTO public.events VALUES ('01a200e3-8eec-783e-81d5-d28eaf119e11', 'user.removal_from_pipe', '2026-11-22 01:34:02.988537', 6, 'edsger@acme.example', 'page', '{"subject":{"id":6,"hexId":"6b024687e40ae4a290146489","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-7ff7-7790-b0d8-a69895bc5b0c"},"home":{"id":1,"name":"acme","title":""},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"},"about":{"kind":"pipe","id":1,"suid":"z2xRMJra","uuid":"01a200e3-81ee-779a-acc6-81d763b92e4c","name":"Onboarding"}}');
INSERT INTO public.events VALUES ('01a200e3-913c-78df-8c3a-71f0509b4ca0', 'USER_CREATED', '2026-11-22 01:34:03.58014', 4, 'alan@acme.example', 'page', '{"subject":{"id":4,"hexId":"6b024686d47eda73ef8bc6f0","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-7e8e-7b6a-b70f-c506112c9272"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":4,"hexId":"","name":"Alan Turing","username":"alan","email":"alan@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-913d-74f9-a312-f92294a88131', 'USER_LOGIN', '2026-11-22 01:34:03.58014', 4, 'alan@acme.example', 'page', '{"subject":{"id":4,"hexId":"6b024686d47eda73ef8bc6f0","name":"Alan Turing","username":"alan","email":"alan@acme.example","uuid":"01a200e3-7e8e-7b6a-b70f-c506112c9272"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":4,"hexId":"","name":"Alan Turing","username":"alan","email":"alan@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-917c-72d8-baa2-123a494d523c', 'USER_CREATED', '2026-11-22 01:34:03.64395', 6, 'edsger@acme.example', 'page', '{"subject":{"id":6,"hexId":"6b024687e40ae4a290146489","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-7ff7-7790-b0d8-a69895bc5b0c"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":6,"hexId":"","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-917c-7c48-bc05-7c3861b01bbb', 'USER_LOGIN', '2026-11-22 01:34:03.64395', 6, 'edsger@acme.example', 'page', '{"subject":{"id":6,"hexId":"6b024687e40ae4a290146489","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-7ff7-7790-b0d8-a69895bc5b0c"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":6,"hexId":"","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-95a0-7e65-a64e-0779476b5af1', 'USER_CREATED', '2026-11-22 01:34:04.70438', 7, 'radia@acme.example', 'page', '{"subject":{"id":7,"hexId":"6b024687fb9f813d3d978ef8","name":"Radia Perlman","username":"radia","email":"radia@acme.example","uuid":"01a200e3-80eb-7ecf-b3df-e89ac1ee75cd"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":7,"hexId":"","name":"Radia Perlman","username":"radia","email":"radia@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-95ac-78cc-9839-36507229b5e0', 'USER_LOGIN', '2026-11-22 01:34:04.70438', 7, 'radia@acme.example', 'page', '{"subject":{"id":7,"hexId":"6b024687fb9f813d3d978ef8","name":"Radia Perlman","username":"radia","email":"radia@acme.example","uuid":"01a200e3-80eb-7ecf-b3df-e89ac1ee75cd"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":7,"hexId":"","name":"Radia Perlman","username":"radia","email":"radia@acme.example"}}');
INSERT INTO public.events VALUES ('01a200e3-9619-76f0-ad8b-46f4d50babb4', 'USER_DISABLED', '2026-11-22 01:34:04.825451', 6, 'edsger@acme.example', 'page', '{"subject":{"id":6,"hexId":"6b024687e40ae4a290146489","name":"Edsger Dijkstra","username":"edsger","email":"edsger@acme.example","uuid":"01a200e3-7ff7-7790-b0d8-a69895bc5b0c"},"home":{"id":1,"name":"acme","title":"acme"},"actor":{"id":1,"hexId":"","name":"Ada Lovelace","username":"ada","email":"ada@acme.example"}}');
INSERT INTO public.group_members VALUES (1, 3, '2026-11-22 01:33:59.656013');
INSERT INTO public.group_members VALUES (1, 4, '2026-11-22 01:33:59.660331');
INSERT INTO public.groups OVERRIDING SYSTEM VALUE VALUES (1, 1, 'On call', 'on call', 'who gets up at night', '2026-11-22 01:33:59.57416');
INSERT INTO public.invitations VALUES ('01a200e3-8d0d-7d5b-b6c5-fd2358876fa2', '39145f6ade88f11f9b1cd57e64ef57fbd3472e2b50a2484c4f0970ad0ba72479', 1, 1, 'organization', 1, 8, true, 'margaret@acme.example', 'margaret@acme.example', 'normal', 'See you Monday.', 1, 'Ada Lovelace', '2026-11-22 01:34:02.509875', '2026-11-22 01:34:02.510997', '2026-11-29 01:34:02.510997', NULL, NULL, NULL, '');
INSERT INTO public.invitations VALUES ('01a200e3-8d53-7b9a-b1a2-9095f4180ef4', 'e599030ae64b81042b430208f0ca521792e9934e3eaa17f7666114be553792eb', 1, 1, 'pipe', 1, 11, true, 'peter@initech.example', 'peter@initech.example', 'member', '', 1, 'Ada Lovelace', '2026-11-22 01:34:02.579761', '2026-11-22 01:34:02.58024', '2026-11-29 01:34:02.58024', NULL, NULL, NULL, '');
INSERT INTO public.invitations VALUES ('01a200e3-8d28-7e1c-84bd-8beedf072dba', 'd9f04075736687da2063e4a99e57cf37612f4053d39737b980c2095808a919cf', 1, 1, 'organization', 1, 10, true, 'vint@acme.example', 'vint@acme.example', 'normal', 'See you Monday.', 1, 'Ada Lovelace', '2026-11-22 01:34:02.536925', '2026-11-22 01:34:02.537408', '2026-11-29 01:34:02.537408', NULL, '2026-11-22 01:34:02.685447', NULL, '');
INSERT INTO public.invitations VALUES ('01a200e3-8d1b-7c98-ae1a-2ff52ce374ba', '063dd9f9cd9cf27728b0e7aaae6f66b33debad2e3b75571b8e54e582fbd5e295', 1, 1, 'organization', 1, 9, true, 'linus@acme.example', 'linus@acme.example', 'company_guest', 'See you Monday.', 1, 'Ada Lovelace', '2026-11-22 01:34:02.523825', '2026-11-22 01:34:02.525801', '2026-11-29 01:34:02.525801', '2026-11-22 01:34:02.873987', NULL, NULL, '');
INSERT INTO public.lanes VALUES ('6b02468784921246829ef155', 'retry', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b0246889f8433b43992730d', 'retry', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b024688b93f8e6e6296ca70', 'retry', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b0246884dbbc9e2fecc30c1', 'retry', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b024688b392750e588729d7', 'first', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b024688b392750e588729d7', 'retry', false, 0, NULL);
INSERT INTO public.lanes VALUES ('6b024688b93f8e6e6296ca70', 'first', false, 3, NULL);
INSERT INTO public.lanes VALUES ('6b0246889f8433b43992730d', 'first', false, 3, NULL);
INSERT INTO public.lanes VALUES ('6b0246884dbbc9e2fecc30c1', 'first', false, 2, NULL);
INSERT INTO public.lanes VALUES ('6b0246876aa53a4b8b10406b', 'retry', true, 5, '2026-11-22 02:36:20.79724');
INSERT INTO public.lanes VALUES ('6b024688d9db9eedde3708f8', 'retry', false, 1, NULL);
INSERT INTO public.lanes VALUES ('6b024688d9db9eedde3708f8', 'first', true, 2, '2026-11-22 01:34:04.70438');
INSERT INTO public.lanes VALUES ('6b0246876aa53a4b8b10406b', 'first', false, 6, NULL);
INSERT INTO public.lanes VALUES ('6b024688a810f25fc0a270db', 'retry', true, 2, '2026-11-22 02:35:34.801189');
INSERT INTO public.lanes VALUES ('6b0246883de699c0c342a879', 'retry', true, 2, '2026-11-22 02:34:32.655743');
INSERT INTO public.lanes VALUES ('6b024688a810f25fc0a270db', 'first', false, 2, NULL);
INSERT INTO public.lanes VALUES ('6b02468784921246829ef155', 'first', false, 6, NULL);
INSERT INTO public.lanes VALUES ('6b0246883de699c0c342a879', 'first', false, 5, NULL);
INSERT INTO public.members VALUES (1, 1, 'admin', '2026-11-22 01:33:57.60028');
INSERT INTO public.members VALUES (2, 2, 'normal', '2026-11-22 01:33:57.772576');
INSERT INTO public.members VALUES (1, 3, 'normal', '2026-11-22 01:33:58.629981');
INSERT INTO public.members VALUES (1, 4, 'normal', '2026-11-22 01:33:58.799008');
INSERT INTO public.members VALUES (1, 5, 'normal', '2026-11-22 01:33:58.984658');
INSERT INTO public.members VALUES (1, 6, 'normal', '2026-11-22 01:33:59.159783');
INSERT INTO public.members VALUES (1, 7, 'normal', '2026-11-22 01:33:59.404259');
INSERT INTO public.members VALUES (1, 2, 'company_guest', '2026-11-22 01:33:59.535904');
INSERT INTO public.members VALUES (1, 8, 'normal', '2026-11-22 01:34:02.50743');
INSERT INTO public.members VALUES (1, 9, 'company_guest', '2026-11-22 01:34:02.521069');
INSERT INTO public.members VALUES (1, 10, 'normal', '2026-11-22 01:34:02.535509');
INSERT INTO public.members VALUES (1, 11, 'external_guest', '2026-11-22 01:34:02.578362');
INSERT INTO public.organizations OVERRIDING SYSTEM VALUE VALUES (1, 'acme', 'acme', 0, '2026-11-22 01:33:57.587764');
INSERT INTO public.organizations OVERRIDING SYSTEM VALUE VALUES (2, 'umbrella', 'umbrella', 0, '2026-11-22 01:33:57.770562');
INSERT INTO public.organizations OVERRIDING SYSTEM VALUE VALUES (3, 'initech', 'Initech', 25, '2026-11-22 01:33:58.558104');
INSERT INTO public.river_job VALUES (1, 'completed', 1, 25, '2026-11-22 01:34:00.864081+00', '2026-11-22 01:34:00.848943+00', '2026-11-22 01:34:00.919393+00', '2026-11-22 01:34:00.83475+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (2, 'completed', 1, 25, '2026-11-22 01:34:00.864081+00', '2026-11-22 01:34:00.848943+00', '2026-11-22 01:34:00.881101+00', '2026-11-22 01:34:00.83475+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (3, 'completed', 1, 25, '2026-11-22 01:34:00.864081+00', '2026-11-22 01:34:00.848943+00', '2026-11-22 01:34:00.900696+00', '2026-11-22 01:34:00.83475+00', 1, '{"lane": "first", "webhook": "6b0246883de699c0c342a879", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (4, 'completed', 1, 25, '2026-11-22 01:34:00.864081+00', '2026-11-22 01:34:00.848943+00', '2026-11-22 01:34:00.933441+00', '2026-11-22 01:34:00.83475+00', 1, '{"lane": "first", "webhook": "6b0246889f8433b43992730d", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (5, 'completed', 1, 25, '2026-11-22 01:34:00.864081+00', '2026-11-22 01:34:00.848943+00', '2026-11-22 01:34:00.870819+00', '2026-11-22 01:34:00.83475+00', 1, '{"lane": "first", "webhook": "6b024688b93f8e6e6296ca70", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (6, 'completed', 1, 25, '2026-11-22 01:34:01.333152+00', '2026-11-22 01:34:00.917733+00', '2026-11-22 01:34:01.349289+00', '2026-11-22 01:34:01.021334+00', 1, '{"lane": "retry", "webhook": "6b0246876aa53a4b8b10406b", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (7, 'completed', 1, 25, '2026-11-22 01:34:01.492115+00', '2026-11-22 01:34:01.475855+00', '2026-11-22 01:34:01.575945+00', '2026-11-22 01:34:01.463564+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (8, 'completed', 1, 25, '2026-11-22 01:34:01.492115+00', '2026-11-22 01:34:01.475855+00', '2026-11-22 01:34:01.525525+00', '2026-11-22 01:34:01.463564+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (9, 'completed', 1, 25, '2026-11-22 01:34:01.492115+00', '2026-11-22 01:34:01.475855+00', '2026-11-22 01:34:01.511038+00', '2026-11-22 01:34:01.463564+00', 1, '{"lane": "first", "webhook": "6b0246883de699c0c342a879", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (10, 'completed', 1, 25, '2026-11-22 01:34:01.492115+00', '2026-11-22 01:34:01.475855+00', '2026-11-22 01:34:01.55015+00', '2026-11-22 01:34:01.463564+00', 1, '{"lane": "first", "webhook": "6b0246889f8433b43992730d", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (12, 'completed', 1, 25, '2026-11-22 01:34:02.357367+00', '2026-11-22 01:34:01.559288+00', '2026-11-22 01:34:02.376259+00', '2026-11-22 01:34:01.65283+00', 1, '{"lane": "retry", "webhook": "6b0246876aa53a4b8b10406b", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (18, 'completed', 1, 25, '2026-11-22 01:34:03.431188+00', '2026-11-22 01:34:02.889051+00', '2026-11-22 01:34:03.478383+00', '2026-11-22 01:34:02.990414+00', 1, '{"lane": "retry", "webhook": "6b0246876aa53a4b8b10406b", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (25, 'completed', 1, 25, '2026-11-22 01:34:04.45576+00', '2026-11-22 01:34:03.985726+00', '2026-11-22 01:34:04.476009+00', '2026-11-22 01:34:03.985423+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 5}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (11, 'completed', 1, 25, '2026-11-22 01:34:01.492115+00', '2026-11-22 01:34:01.475855+00', '2026-11-22 01:34:01.552075+00', '2026-11-22 01:34:01.463564+00', 1, '{"lane": "first", "webhook": "6b024688b93f8e6e6296ca70", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (13, 'completed', 1, 25, '2026-11-22 01:34:02.884231+00', '2026-11-22 01:34:02.880774+00', '2026-11-22 01:34:02.890158+00', '2026-11-22 01:34:02.877589+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (14, 'completed', 1, 25, '2026-11-22 01:34:02.884231+00', '2026-11-22 01:34:02.880774+00', '2026-11-22 01:34:03.005938+00', '2026-11-22 01:34:02.877589+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (15, 'completed', 1, 25, '2026-11-22 01:34:02.884231+00', '2026-11-22 01:34:02.880774+00', '2026-11-22 01:34:02.976713+00', '2026-11-22 01:34:02.877589+00', 1, '{"lane": "first", "webhook": "6b0246883de699c0c342a879", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (16, 'completed', 1, 25, '2026-11-22 01:34:02.884231+00', '2026-11-22 01:34:02.880774+00', '2026-11-22 01:34:02.94491+00', '2026-11-22 01:34:02.877589+00', 1, '{"lane": "first", "webhook": "6b0246889f8433b43992730d", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (17, 'completed', 1, 25, '2026-11-22 01:34:02.884231+00', '2026-11-22 01:34:02.880774+00', '2026-11-22 01:34:02.899679+00', '2026-11-22 01:34:02.877589+00', 1, '{"lane": "first", "webhook": "6b024688b93f8e6e6296ca70", "generation": 3}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (19, 'completed', 1, 25, '2026-11-22 01:34:02.963903+00', '2026-11-22 01:34:02.961975+00', '2026-11-22 01:34:02.975029+00', '2026-11-22 01:34:02.955028+00', 1, '{"lane": "first", "webhook": "6b0246884dbbc9e2fecc30c1", "generation": 1}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (20, 'completed', 1, 25, '2026-11-22 01:34:02.99482+00', '2026-11-22 01:34:02.9929+00', '2026-11-22 01:34:03.061514+00', '2026-11-22 01:34:02.988537+00', 1, '{"lane": "first", "webhook": "6b0246884dbbc9e2fecc30c1", "generation": 2}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (21, 'completed', 1, 25, '2026-11-22 01:34:03.412605+00', '2026-11-22 01:34:03.378593+00', '2026-11-22 01:34:03.416574+00', '2026-11-22 01:34:03.377926+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 4}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (22, 'completed', 1, 25, '2026-11-22 01:34:03.586733+00', '2026-11-22 01:34:03.583163+00', '2026-11-22 01:34:03.986579+00', '2026-11-22 01:34:03.58014+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 4}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (23, 'completed', 1, 25, '2026-11-22 01:34:03.586733+00', '2026-11-22 01:34:03.583163+00', '2026-11-22 01:34:03.87657+00', '2026-11-22 01:34:03.58014+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 5}', '{01a200e3-7c2b-7c23-af4b-722770b6a8e3}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (28, 'available', 0, 25, NULL, '2026-11-22 01:34:04.476883+00', NULL, '2026-11-22 02:36:20.79724+00', 1, '{"lane": "retry", "webhook": "6b0246876aa53a4b8b10406b", "generation": 5}', NULL, NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (24, 'completed', 1, 25, '2026-11-22 01:34:04.424231+00', '2026-11-22 01:34:03.880164+00', '2026-11-22 01:34:04.488199+00', '2026-11-22 01:34:03.98722+00', 1, '{"lane": "retry", "webhook": "6b0246876aa53a4b8b10406b", "generation": 4}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (27, 'completed', 1, 25, '2026-11-22 01:34:04.493042+00', '2026-11-22 01:34:04.481954+00', '2026-11-22 01:34:04.496033+00', '2026-11-22 01:34:04.461799+00', 1, '{"lane": "retry", "webhook": "6b024688a810f25fc0a270db", "generation": 1}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (26, 'completed', 1, 25, '2026-11-22 01:34:04.495226+00', '2026-11-22 01:34:04.470058+00', '2026-11-22 01:34:04.504423+00', '2026-11-22 01:34:04.461799+00', 1, '{"lane": "first", "webhook": "6b024688a810f25fc0a270db", "generation": 1}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (30, 'completed', 1, 25, '2026-11-22 01:34:04.530757+00', '2026-11-22 01:34:04.515638+00', '2026-11-22 01:34:04.532925+00', '2026-11-22 01:34:04.503753+00', 1, '{"lane": "retry", "webhook": "6b024688d9db9eedde3708f8", "generation": 1}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (29, 'completed', 1, 25, '2026-11-22 01:34:04.587781+00', '2026-11-22 01:34:04.504841+00', '2026-11-22 01:34:04.610346+00', '2026-11-22 01:34:04.503753+00', 1, '{"lane": "first", "webhook": "6b024688d9db9eedde3708f8", "generation": 1}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (31, 'completed', 1, 25, '2026-11-22 01:34:04.587781+00', '2026-11-22 01:34:04.552783+00', '2026-11-22 01:34:04.610391+00', '2026-11-22 01:34:04.551948+00', 1, '{"lane": "first", "webhook": "6b0246883de699c0c342a879", "generation": 4}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (39, 'available', 0, 25, NULL, '2026-11-22 01:34:04.897247+00', NULL, '2026-11-22 02:34:32.655743+00', 1, '{"lane": "retry", "webhook": "6b0246883de699c0c342a879", "generation": 2}', NULL, NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (32, 'completed', 1, 25, '2026-11-22 01:34:04.587747+00', '2026-11-22 01:34:04.554221+00', '2026-11-22 01:34:04.610376+00', '2026-11-22 01:34:04.551948+00', 1, '{"lane": "retry", "webhook": "6b0246883de699c0c342a879", "generation": 1}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (37, 'running', 1, 25, '2026-11-22 01:34:04.828529+00', '2026-11-22 01:34:04.77834+00', NULL, '2026-11-22 01:34:04.70438+00', 1, '{"lane": "first", "webhook": "6b024688d9db9eedde3708f8", "generation": 2}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (38, 'available', 0, 25, NULL, '2026-11-22 01:34:04.852912+00', NULL, '2026-11-22 02:35:34.801189+00', 1, '{"lane": "retry", "webhook": "6b024688a810f25fc0a270db", "generation": 2}', NULL, NULL, 'deliver', '{}', 'retry', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (33, 'completed', 1, 25, '2026-11-22 01:34:04.828529+00', '2026-11-22 01:34:04.77834+00', '2026-11-22 01:34:04.836971+00', '2026-11-22 01:34:04.70438+00', 1, '{"lane": "first", "webhook": "6b0246876aa53a4b8b10406b", "generation": 6}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (34, 'completed', 1, 25, '2026-11-22 01:34:04.828529+00', '2026-11-22 01:34:04.77834+00', '2026-11-22 01:34:04.908606+00', '2026-11-22 01:34:04.70438+00', 1, '{"lane": "first", "webhook": "6b02468784921246829ef155", "generation": 6}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (35, 'completed', 1, 25, '2026-11-22 01:34:04.828529+00', '2026-11-22 01:34:04.77834+00', '2026-11-22 01:34:04.932814+00', '2026-11-22 01:34:04.70438+00', 1, '{"lane": "first", "webhook": "6b0246883de699c0c342a879", "generation": 5}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_job VALUES (36, 'completed', 1, 25, '2026-11-22 01:34:04.828529+00', '2026-11-22 01:34:04.77834+00', '2026-11-22 01:34:04.9081+00', '2026-11-22 01:34:04.70438+00', 1, '{"lane": "first", "webhook": "6b024688a810f25fc0a270db", "generation": 2}', '{01a200e3-9397-72b9-8c9b-4a30f30105cf}', NULL, 'deliver', '{}', 'first', '{}', NULL, NULL);
INSERT INTO public.river_leader VALUES ('2026-11-22 01:34:04.355279+00', '2026-11-22 01:34:19.355279+00', '01a200e3-9397-72b9-8c9b-4a30f30105cf', 'default');
INSERT INTO public.river_migration VALUES ('main', 1, '2026-11-22 01:33:57.032007+00');
INSERT INTO public.river_migration VALUES ('main', 2, '2026-11-22 01:33:57.041864+00');
INSERT INTO public.river_migration VALUES ('main', 3, '2026-11-22 01:33:57.093083+00');
INSERT INTO public.river_migration VALUES ('main', 4, '2026-11-22 01:33:57.096091+00');
INSERT INTO public.river_migration VALUES ('main', 5, '2026-11-22 01:33:57.115747+00');
INSERT INTO public.river_migration VALUES ('main', 6, '2026-11-22 01:33:57.164141+00');
INSERT INTO public.river_migration VALUES ('main', 7, '2026-11-22 01:33:57.166676+00');
INSERT INTO public.river_queue VALUES ('first', '2026-11-22 01:33:57.201672+00', '{}', NULL, '2026-11-22 01:34:04.36207+00');
INSERT INTO public.river_queue VALUES ('retry', '2026-11-22 01:33:57.203358+00', '{}', NULL, '2026-11-22 01:34:04.380802+00');
INSERT INTO public.river_queue VALUES ('mail', '2026-11-22 01:33:57.203851+00', '{}', NULL, '2026-11-22 01:34:04.381165+00');
INSERT INTO public.schema_version VALUES (1, 0, true, '2026-11-22 01:33:56.453046');
INSERT INTO public.schema_version VALUES (2, 1, true, '2026-11-22 01:33:56.471557');
INSERT INTO public.schema_version VALUES (3, 2, true, '2026-11-22 01:33:56.505613');
INSERT INTO public.schema_version VALUES (4, 3, true, '2026-11-22 01:33:56.747751');
INSERT INTO public.schema_version VALUES (5, 4, true, '2026-11-22 01:33:56.839738');
INSERT INTO public.schema_version VALUES (6, 5, true, '2026-11-22 01:33:56.946081');
INSERT INTO public.schema_version VALUES (7, 6, true, '2026-11-22 01:33:57.030037');
INSERT INTO public.service_accounts OVERRIDING SYSTEM VALUE VALUES (1, 'g3wyfnmyda4c6eid', 'b57a281b4d354ac5ce1bdfc696cffb66e59f2ddfd792b5a7b5c15598d6329bae', 1, 'Terraform', 'admin', '2026-11-22 01:33:59.828211', 'ada', NULL, NULL);
INSERT INTO public.sessions VALUES ('01a200e3-7ccc-7924-a1d7-fd156b84db43', '6696c5bf6b0b6177fa8ae05e3ead51310bb74907e69c9cfc90895a16f4f21c7b', 1, '2026-11-22 01:33:58.347921', '2026-11-22 01:33:58.347921', '127.0.0.1', 'Mozilla/5.0 urllib/3.11');
INSERT INTO public.sessions VALUES ('01a200e3-8678-7af0-a119-a31bcd89f41c', 'c17fd466ff450b396ee23cac8d9b3c915307402889b0c4e5b2c5c4678cb11931', 3, '2026-11-22 01:34:00.824577', '2026-11-22 01:34:00.824577', '127.0.0.1', 'Mozilla/5.0 urllib/3.11');
INSERT INTO public.sessions VALUES ('01a200e3-8e7c-7bf7-bd7f-c398bf52e52e', 'd27aef719113420e640a43941dba7a6c96f15cfb85d5997b837658411bc82199', 9, '2026-11-22 01:34:02.876579', '2026-11-22 01:34:02.876579', '127.0.0.1', 'Mozilla/5.0 urllib/3.11');
INSERT INTO public.sessions VALUES ('01a200e3-90e9-7ba3-b92f-6fceef039e1e', '245a4e7cedd0f6194e117edbb785329bc103e4439043415ac88f9e8a53b99b98', 4, '2026-11-22 01:34:03.497122', '2026-11-22 01:34:03.497122', '127.0.0.1', 'Mozilla/5.0 urllib/3.11');
INSERT INTO public.sessions VALUES ('01a200e3-959e-7891-b43d-3fac709694fc', 'c3d9555fcf84734607a919eb1d2dfe69fa258a3d283559eae8c17d0b15bcae8c', 7, '2026-11-22 01:34:04.69861', '2026-11-22 01:34:04.69861', '127.0.0.1', 'Mozilla/5.0 urllib/3.11');
INSERT INTO public.settings VALUES ('secret_key_check', 'kxt0vb9NiDyRjzgIBH9GYpcRM83aEOWbQ8LsSCR9Cjnb2hwm');
INSERT INTO public.setup_codes VALUES ('0d5e358be67d84f0ab68827b88cd3d16959ef4a01f429915cd44110a0e57fadb', '2026-11-22 01:33:57.187455', NULL);
INSERT INTO public.sign_in_failures VALUES ('account:a68062f152dcf94a55741625ec5b289bdb87aff6e5c8f2e2652de45120cf0499', 1, '2026-11-22 01:33:58.539383', NULL);
INSERT INTO public.sign_in_failures VALUES ('address:127.0.0.1', 2, '2026-11-22 01:34:03.353869', NULL);
INSERT INTO public.space_members VALUES (1, 11, 'member', '2026-11-22 01:34:02.578584');
INSERT INTO public.space_members VALUES (1, 4, 'creator', '2026-11-22 01:34:02.54599');
INSERT INTO public.spaces OVERRIDING SYSTEM VALUE VALUES (1, 'pipe', 'z2xRMJra', '01a200e3-81ee-779a-acc6-81d763b92e4c', 1, 'Onboarding', 'onboarding', 'From the signed contract to the first day', 'users', 'green', true, '2026-11-22 01:33:59.662501');
INSERT INTO public.spaces OVERRIDING SYSTEM VALUE VALUES (2, 'table', 'bhBOeztd', '01a200e3-81f2-7394-9112-d831222f2573', 1, 'Suppliers', 'suppliers', '', '', 'orange', false, '2026-11-22 01:33:59.666237');
INSERT INTO public.tokens VALUES ('34sq7ecligaqe4bu', 'cb67de8fe5353f87c64fb37d63cd58ee93d483975a471e868ef4337e482ef425', 1, 'terraform', '2026-11-22 01:33:58.120555', 'command', NULL, '2026-11-22 01:34:03.369967', NULL);
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (2, '6b0246857ae3336b934c7f5a', '01a200e3-7a8c-7138-a9b5-44c9ae16c8b4', 2, 'Bob Kahn', 'bob kahn', 'bob', 'bob', 'bob@umbrella.example', 'bob@umbrella.example', 'active', false, '$argon2id$v=19$m=19456,t=2,p=1$nAnYHpJBub7niLndGn8pYg$apnIC/V2hGigDhB6o6hiPpD6v24YZadOvhmTQD6Yh3w', NULL, NULL, '2026-11-22 01:33:57.77204');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (6, '6b024687e40ae4a290146489', '01a200e3-7ff7-7790-b0d8-a69895bc5b0c', 1, 'Edsger Dijkstra', 'edsger dijkstra', 'edsger', 'edsger', 'edsger@acme.example', 'edsger@acme.example', 'disabled', false, '$argon2id$v=19$m=19456,t=2,p=1$QDcTjGxUwotPql2poZ+q3Q$xTQkJ9ZP6i0LGt0YzIMPzRfee8cs1OP0TR1A0fZnNNc', '2026-11-22 01:34:03.640961', '2026-11-22 01:34:03.639708', '2026-11-22 01:33:59.159491');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (1, '6b0246851260499c0001d12e', '01a200e3-79de-7c14-b12c-1df74b4ea119', 1, 'Ada Lovelace', 'ada lovelace', 'ada', 'ada', 'ada@acme.example', 'ada@acme.example', 'active', true, '$argon2id$v=19$m=19456,t=2,p=1$aZ7bEBZHZ9QbxXveBirYoQ$Ey303sTaNpCgwpDlvv7nmOmpaGaO2daPSpYses5FVfQ', '2026-11-22 01:33:58.347311', '2026-11-22 01:33:58.345159', '2026-11-22 01:33:57.598785');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (3, '6b02468687267f7387be9fb7', '01a200e3-7de5-7805-974f-6aca9e596a40', 1, 'Grace Hopper', 'grace hopper', 'grace', 'grace', 'grace@acme.example', 'grace@acme.example', 'active', false, '$argon2id$v=19$m=19456,t=2,p=1$1AO0tfMZs7pfEKEEioJfPA$Fr3OuniZ9WIgoBLN86UyxfhsMs8EvVJ3mOzYZd92oE0', '2026-11-22 01:34:00.824409', '2026-11-22 01:34:00.823753', '2026-11-22 01:33:58.629521');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (5, '6b0246865d1cd2c8ad5aa458', '01a200e3-7f48-75eb-afa4-41397931dbe6', 1, 'Carol Shaw', 'carol shaw', 'carol', 'carol', 'carol@acme.example', 'carol@acme.example', 'disabled', false, '$argon2id$v=19$m=19456,t=2,p=1$/BXDP7z2KTtlnjvLPncEcg$3Z88Qa/+ZizhzOUl8utKEUK6+DX7CJ8VVp/Bw835r3s', NULL, NULL, '2026-11-22 01:33:58.984383');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (8, '6b02468ad8992bf701654290', '01a200e3-8d0a-7d20-8c06-a6d225f0e287', 1, 'margaret', 'margaret', 'margaret', 'margaret', 'margaret@acme.example', 'margaret@acme.example', 'invited', false, '', NULL, NULL, '2026-11-22 01:34:02.506857');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (10, '6b02468a251143c86f73a868', '01a200e3-8d27-743b-9bff-d4e9abd7fe28', 1, 'vint', 'vint', 'vint', 'vint', 'vint@acme.example', 'vint@acme.example', 'invited', false, '', NULL, NULL, '2026-11-22 01:34:02.535275');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (11, '6b02468a4a089464a7785ffe', '01a200e3-8d52-7194-89ec-d32198e5fc8c', 1, 'peter', 'peter', 'peter', 'peter', 'peter@initech.example', 'peter@initech.example', 'invited', false, '', NULL, NULL, '2026-11-22 01:34:02.578101');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (9, '6b02468a983b620f240896e6', '01a200e3-8d18-7ae2-8ec3-a9e69cc40caa', 1, 'Linus Torvalds', 'linus torvalds', 'linus', 'linus', 'linus@acme.example', 'linus@acme.example', 'active', false, '$argon2id$v=19$m=19456,t=2,p=1$+whsP/QmWIlaplmsw4DmcA$dVJX5FsID6O4wAO+t1D2I2pvYm+ilr2wnETe0zvaXns', '2026-11-22 01:34:02.87635', '2026-11-22 01:34:02.876033', '2026-11-22 01:34:02.52071');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (4, '6b024686d47eda73ef8bc6f0', '01a200e3-7e8e-7b6a-b70f-c506112c9272', 1, 'Alan Turing', 'alan turing', 'alan', 'alan', 'alan@acme.example', 'alan@acme.example', 'active', false, '$argon2id$v=19$m=19456,t=2,p=1$J34k82HnOXkFi0ZfaE/eJQ$X6AuyUD/0meTzoGr3QjwVuzp4mEXxHCjFsuh8uFBrXw', '2026-11-22 01:34:03.468437', '2026-11-22 01:34:03.440637', '2026-11-22 01:33:58.798744');
INSERT INTO public.users OVERRIDING SYSTEM VALUE VALUES (7, '6b024687fb9f813d3d978ef8', '01a200e3-80eb-7ecf-b3df-e89ac1ee75cd', 1, 'Radia Perlman', 'radia perlman', 'radia', 'radia', 'radia@acme.example', 'radia@acme.example', 'active', false, '$argon2id$v=19$m=19456,t=2,p=1$JOvldmbhdwse70agkeDuiw$UXlvhy/Fv2rBjW00UUMtkzYrDEET4zk6dhxPIf3Se10', '2026-11-22 01:34:04.694499', '2026-11-22 01:34:04.688257', '2026-11-22 01:33:59.403966');
INSERT INTO public.webhook_types VALUES ('6b02468784921246829ef155', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b02468784921246829ef155', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b0246876aa53a4b8b10406b', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b0246876aa53a4b8b10406b', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b024688a810f25fc0a270db', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b024688a810f25fc0a270db', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b0246883de699c0c342a879', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b0246883de699c0c342a879', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b0246889f8433b43992730d', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b0246889f8433b43992730d', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b024688d9db9eedde3708f8', 0, 'organization', 1, 'USER_LOGIN', 'USER_LOGIN');
INSERT INTO public.webhook_types VALUES ('6b024688d9db9eedde3708f8', 1, 'organization', 1, 'USER_DISABLED', 'USER_DISABLED');
INSERT INTO public.webhook_types VALUES ('6b0246884dbbc9e2fecc30c1', 0, 'pipe', 1, 'user.role_set', 'user.role_set');
INSERT INTO public.webhook_types VALUES ('6b0246884dbbc9e2fecc30c1', 1, 'pipe', 1, 'user.removal_from_pipe', 'user.removal_from_pipe');
INSERT INTO public.webhook_types VALUES ('6b024688b392750e588729d7', 0, 'table', 2, 'user.role_set', 'user.role_set');
INSERT INTO public.webhooks VALUES ('6b02468784921246829ef155', 1, 'organization', 1, 'works', true, 'http://127.0.0.1:18999/works', 'of release 6', '\x6baacc9e8e7ca8b8295ee359ad6a56339c2bb618d95a4544b0cfa3987f573960c0c6e527175755d4132c5edd54a717691df4aadb826b24c4ed7a334b', true, '', NULL, 0, NULL, 1, '2026-11-22 01:33:59.849448', 'ada', '2026-11-22 01:33:59.849448', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b0246884dbbc9e2fecc30c1', 1, 'pipe', 1, 'pipe', false, 'http://127.0.0.1:18999/pipe', 'of release 6', '\x6d4ec2fd09b8b660f9b408a1f775ca7cff1a26d5354b91e4f6890a09409521b2cff7d34fa16fdc3cff68b09a89537c060d5c649d117f527ea2ead858', true, '', NULL, 0, NULL, 1, '2026-11-22 01:34:00.590049', 'ada', '2026-11-22 01:34:00.590049', 'ada', NULL, 'ops@acme.example', '\xc9fc97d7f3d1f035655716316fb0feed23c1116471e28799a51579267998bcc4e04f0f57b18c9e551b011342b8289a57acb463a605c269239d351ca206cc', NULL);
INSERT INTO public.webhooks VALUES ('6b024688b392750e588729d7', 1, 'table', 2, 'table', false, 'http://127.0.0.1:18999/table', 'of release 6', '\x12f01fd47c6de6c41d625d1b573a60edea3995543ffbb311e463be5c018d6eeccbb17b0b9cbe76e10728de1038ae3273bd3918e60c425cff8d3d0ad3', true, '', NULL, 0, NULL, 1, '2026-11-22 01:34:00.666977', 'ada', '2026-11-22 01:34:00.666977', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b0246876aa53a4b8b10406b', 1, 'organization', 1, 'fails', true, 'http://127.0.0.1:18999/fails', 'of release 6', '\x5ab8ae04846060f5639aba5c5b0e5dc0bbe9d283c3b91e54b31dcc8e9a307896fe7ed89a0977fa2da2b63bc9e16f5832a7ba3f2204dd5346c9f0cafa', true, '', NULL, 12, '2026-11-22 01:34:00.916256', 1, '2026-11-22 01:33:59.946945', 'ada', '2026-11-22 01:33:59.946945', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b024688a810f25fc0a270db', 1, 'organization', 1, 'retries', true, 'http://127.0.0.1:18999/retries', 'of release 6', '\x50591c560f79068699ecd9d46bb82ce281f4c42e1a63d6d35c2f9df235de3d0b39fa2b6f1f211e83481c5af0e829a7a90bc67e5914f80353dff210e9', true, '', NULL, 2, '2026-11-22 01:34:04.850725', 3, '2026-11-22 01:34:00.076141', 'ada', '2026-11-22 01:34:04.461799', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b0246883de699c0c342a879', 1, 'organization', 1, 'paused', true, 'http://127.0.0.1:18999/paused', 'of release 6', '\xe434fceecbda5f5cd573bb3738eba6dcb21010293418da451cfc0b5185801334851a8b6dd0142ee8f77184198f8fe6856b9c0c74397378f1e7fd96b6', false, 'paused', '2026-11-22 01:34:05.157776', 2, '2026-11-22 01:34:04.861179', 4, '2026-11-22 01:34:00.181697', 'ada', '2026-11-22 01:34:05.157776', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b024688b93f8e6e6296ca70', 1, 'organization', 1, 'gone', true, 'http://127.0.0.1:18999/gone', 'of release 6', '\xd6f02251cb52ea708d6e4661dd68da42e8280a06c1bfc32f095e9ffc57680ac7732a7410aa78457120a68f2e658de65a30234482edb620570b603357', true, '', NULL, 0, NULL, 2, '2026-11-22 01:34:00.392031', 'ada', '2026-11-22 01:34:03.36706', 'ada', '2026-11-22 01:34:03.36706', '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b0246889f8433b43992730d', 1, 'organization', 1, 'off', true, 'http://127.0.0.1:18999/off', 'of release 6', '\xb0b7098a336d1b099316c056ca086012055e05f6c033a6d4c907c796adc9fc915220e5d7575328e4c0e1deb5bfa5fed74efd910980eb88ef7787a229', false, 'api', '2026-11-22 01:34:03.373739', 0, NULL, 2, '2026-11-22 01:34:00.254112', 'ada', '2026-11-22 01:34:03.373739', 'ada', NULL, '', NULL, NULL);
INSERT INTO public.webhooks VALUES ('6b024688d9db9eedde3708f8', 1, 'organization', 1, 'hangs', true, 'http://127.0.0.1:18999/hangs', 'of release 6', '\x0b09757d8309722c1d59e278da7225a4dabe6fd1e32afd4eab0ce05bee9e6509e1e6ca1946e61031b632538e7d2ba9bc6bcb619400acc3623d7f70ad', true, '', NULL, 0, NULL, 3, '2026-11-22 01:34:00.472949', 'ada', '2026-11-22 01:34:04.503753', 'ada', NULL, '', NULL, NULL);
SELECT pg_catalog.setval('public.audit_log_id_seq', 57, true);
SELECT pg_catalog.setval('public.groups_id_seq', 1, true);
SELECT pg_catalog.setval('public.organizations_id_seq', 3, true);
SELECT pg_catalog.setval('public.river_job_id_seq', 39, true);
SELECT pg_catalog.setval('public.river_notification_id_seq', 1, false);
SELECT pg_catalog.setval('public.schema_version_id_seq', 7, true);
SELECT pg_catalog.setval('public.service_accounts_id_seq', 1, true);
SELECT pg_catalog.setval('public.spaces_id_seq', 2, true);
SELECT pg_catalog.setval('public.users_id_seq', 11, true);
ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (delivery_id, id);
ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event_places
    ADD CONSTRAINT event_places_pkey PRIMARY KEY (scope, scope_id, event_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_pkey PRIMARY KEY (group_id, user_id);
ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT lanes_pkey PRIMARY KEY (webhook_id, lane);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (organization_id, user_id);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_name_key UNIQUE (name);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_job
    ADD CONSTRAINT river_job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_leader
    ADD CONSTRAINT river_leader_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.river_migration
    ADD CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version);
ALTER TABLE ONLY public.river_notification
    ADD CONSTRAINT river_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_queue
    ADD CONSTRAINT river_queue_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.service_accounts
    ADD CONSTRAINT service_accounts_client_id_key UNIQUE (client_id);
ALTER TABLE ONLY public.service_accounts
    ADD CONSTRAINT service_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.setup_codes
    ADD CONSTRAINT setup_codes_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_pkey PRIMARY KEY (space_id, user_id);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_suid_key UNIQUE (suid);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_uuid_key UNIQUE (uuid);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_hex_id_key UNIQUE (hex_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_uuid_key UNIQUE (uuid);
ALTER TABLE ONLY public.webhook_types
    ADD CONSTRAINT webhook_types_pkey PRIMARY KEY (webhook_id, "position");
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);
CREATE INDEX access_tokens_account ON public.access_tokens USING btree (service_account_id, expires_at);
CREATE INDEX audit_log_organization ON public.audit_log USING btree (organization_id, id);
CREATE INDEX deliveries_due ON public.deliveries USING btree (webhook_id, lane, due_at, id, state, type) WHERE (lane IS NOT NULL);
CREATE UNIQUE INDEX deliveries_event ON public.deliveries USING btree (event_id, webhook_id);
CREATE INDEX deliveries_settled ON public.deliveries USING btree (webhook_id, state, type, id) WHERE ((finished_at IS NOT NULL) OR (state = 'held'::text));
CREATE INDEX deliveries_tests ON public.deliveries USING btree (webhook_id, id) WHERE test;
CREATE INDEX group_members_user ON public.group_members USING btree (user_id);
CREATE UNIQUE INDEX groups_name ON public.groups USING btree (organization_id, name_folded);
CREATE INDEX invitations_email ON public.invitations USING btree (email_folded, sent_at);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (user_id, scope, scope_id) WHERE (accepted_at IS NULL);
CREATE INDEX invitations_organization ON public.invitations USING btree (organization_id, id) WHERE (accepted_at IS NULL);
CREATE INDEX members_admins ON public.members USING btree (organization_id) WHERE (role = 'admin'::text);
CREATE INDEX members_user ON public.members USING btree (user_id);
CREATE INDEX river_job_args_index ON public.river_job USING gin (args);
CREATE INDEX river_job_kind ON public.river_job USING btree (kind);
CREATE INDEX river_job_metadata_index ON public.river_job USING gin (metadata);
CREATE INDEX river_job_prioritized_fetching_index ON public.river_job USING btree (state, queue, priority, scheduled_at, id);
CREATE INDEX river_job_state_and_finalized_at_index ON public.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);
CREATE UNIQUE INDEX river_job_unique_idx ON public.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND public.river_job_state_in_bitmask(unique_states, state));
CREATE INDEX river_notification_created_at_idx ON public.river_notification USING btree (created_at);
CREATE INDEX river_notification_topic_id_idx ON public.river_notification USING btree (topic, id);
CREATE UNIQUE INDEX service_accounts_name ON public.service_accounts USING btree (organization_id, name) WHERE (deleted_at IS NULL);
CREATE INDEX sessions_last_seen ON public.sessions USING btree (last_seen_at);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX sign_in_failures_last ON public.sign_in_failures USING btree (last_at);
CREATE INDEX space_members_user ON public.space_members USING btree (user_id);
CREATE INDEX spaces_organization ON public.spaces USING btree (organization_id, kind, name_folded, id);
CREATE UNIQUE INDEX tokens_name ON public.tokens USING btree (user_id, name) WHERE (revoked_at IS NULL);
CREATE UNIQUE INDEX users_email ON public.users USING btree (email_folded) WHERE (state <> 'removed'::text);
CREATE INDEX users_organization ON public.users USING btree (organization_id, state);
CREATE INDEX users_removed ON public.users USING btree (email_folded) WHERE (state = 'removed'::text);
CREATE UNIQUE INDEX users_username ON public.users USING btree (username_folded) WHERE (state <> 'removed'::text);
CREATE INDEX webhook_types_heard ON public.webhook_types USING btree (scope, scope_id, canonical);
CREATE UNIQUE INDEX webhooks_name ON public.webhooks USING btree (organization_id, name) WHERE (activate AND (deleted_at IS NULL));
CREATE INDEX webhooks_scope ON public.webhooks USING btree (scope, scope_id) WHERE (deleted_at IS NULL);
ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_service_account_id_fkey FOREIGN KEY (service_account_id) REFERENCES public.service_accounts(id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES public.deliveries(id);
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(id);
ALTER TABLE ONLY public.event_places
    ADD CONSTRAINT event_places_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id);
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.groups(id);
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_inviter_id_fkey FOREIGN KEY (inviter_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT lanes_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.service_accounts
    ADD CONSTRAINT service_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_space_id_fkey FOREIGN KEY (space_id) REFERENCES public.spaces(id);
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
ALTER TABLE ONLY public.webhook_types
    ADD CONSTRAINT webhook_types_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(id);
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id);
