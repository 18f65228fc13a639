CREATE VIEW signals AS
WITH answers AS (
    SELECT
        s.signal_key,
        arg_max(r.verdict, (r.at, r.review_id)) FILTER (WHERE r.evidence_sha256 = s.evidence_sha256) AS verdict
    FROM store.signals AS s
    INNER JOIN store.reviews AS r ON s.signal_key = r.signal_key
    GROUP BY s.signal_key
)

SELECT
    s.signal_key,
    s.doc_id,
    d.external_id,
    s.type,
    s.score,
    s.band,
    s.kind,
    c.group_id AS campaign_id,
    e.group_id AS event_id,
    CASE WHEN a.signal_key IS NULL THEN 'open' ELSE coalesce(a.verdict, 'stale') END AS review_state,
    l.started_at AS first_seen,
    t.group_id AS story_id,
    s.evidence_sha256,
    s.first_load_id,
    s.last_load_id
FROM store.signals AS s
INNER JOIN store.documents AS d ON s.doc_id = d.doc_id
INNER JOIN store.loads AS l ON s.first_load_id = l.load_id
LEFT JOIN answers AS a ON s.signal_key = a.signal_key
LEFT JOIN store.group_members AS c ON s.doc_id = c.doc_id AND c.group_type = 'campaign'
LEFT JOIN store.group_members AS e ON s.doc_id = e.doc_id AND e.group_type = 'event'
LEFT JOIN store.group_members AS t ON s.doc_id = t.doc_id AND t.group_type = 'story';
COMMENT ON VIEW signals IS 'Documents that deserve a look, with what people said of them';
COMMENT ON COLUMN signals.signal_key IS 'Hash of document id and type';
COMMENT ON COLUMN signals.doc_id IS 'The document';
COMMENT ON COLUMN signals.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN signals.type IS 'scam_offer or tppo_case';
COMMENT ON COLUMN signals.score IS 'Risk of an offer, probability of a case';
COMMENT ON COLUMN signals.band IS '0 none, 1 low, 2 medium, 3 high';
COMMENT ON COLUMN signals.kind IS 'News kind of a tppo_case';
COMMENT ON COLUMN signals.campaign_id IS 'Campaign of the offer';
COMMENT ON COLUMN signals.event_id IS 'Event of the case';
COMMENT ON COLUMN signals.review_state IS 'Latest verdict on this very evidence (confirm, reject, unclear); stale when only other evidence was reviewed; else open';
COMMENT ON COLUMN signals.first_seen IS 'Begin of the load that brought it first (UTC)';
COMMENT ON COLUMN signals.story_id IS 'Story of the news';
COMMENT ON COLUMN signals.evidence_sha256 IS 'Keyed hash of the indicators and their quotes; a review holds while it is unchanged';
COMMENT ON COLUMN signals.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN signals.last_load_id IS 'Load that last changed this row';
