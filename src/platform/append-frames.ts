/** A reader that was away while more frames than this were added has to begin anew. */
const KEPT_FRAMES = 10_000;

/**
 * Common table expressions that add the frames `$3` (JSON texts), `$2` of them, to the channel `$1`; `head.latest` is the
 * last one's offset. The head stays locked until the commit, so that offsets follow the order of commits.
 */
export const APPENDED_FRAMES = `head AS (
    INSERT INTO channel_heads AS head (path, latest) VALUES ($1, $2)
    ON CONFLICT (path) DO UPDATE SET latest = head.latest + $2 RETURNING latest
  ), dropped AS (
    DELETE FROM channel_frames USING head WHERE path = $1 AND "offset" <= latest - ${KEPT_FRAMES}
  ), added AS (
    INSERT INTO channel_frames (path, "offset", frame)
    SELECT $1, latest - $2 + place, frame::json FROM head, unnest($3::text[]) WITH ORDINALITY AS added (frame, place)
  )`;
