# shellcheck shell=bash
# One region at a time: move it, wait, try it, watch it. What fails goes back.

region_order() {
  local region order=$CANARY_REGION
  for region in ap-southeast-1 eu-west-1 us-east-1; do [ "$region" = "$CANARY_REGION" ] || order="$order $region"; done
  printf '%s' "$order"
}

with_digest() { # with_digest <region> <digest>: what would run where
  local region
  for region in us-east-1 eu-west-1 ap-southeast-1; do
    if [ "$region" = "$1" ]; then printf '%s %s\n' "$region" "$2"; else printf '%s %s\n' "$region" "$(running_in "$region")"; fi
  done
}

move_region() {
  local region=$1 before
  load_running
  before=$(running_in "$region")
  put_digest "$region" "$DIGEST"
  [ -z "$DRY_RUN" ] || return 0
  if settle "$region"; then return 0; fi
  say "             $region does not do well; putting ${before:-nothing} back"
  [ -z "$before" ] || [ "$before" = "$DIGEST" ] || put_digest "$region" "$before"
  fail "$region was turned back." "docs/runbooks/roll-back.md; the other regions were not touched."
}

put_digest() {
  local region=$1 wanted digests=()
  wanted=$(with_digest "$region" "$2")
  for region in us-east-1 eu-west-1 ap-southeast-1; do digests+=("$(printf '%s\n' "$wanted" | sed -n "s/^$region //p")"); done
  [ -z "$DRY_RUN" ] || { say "would run: the new image in $1" && return 0; }
  apply_with "${digests[@]}"
  [ "$wanted" = "$RUNNING" ] || save_running "$wanted"
}

settle() {
  local region=$1 cluster=riches-reach-$ENVIRONMENT-$1 minute role
  for role in ai-router analytics realtime web worker; do
    aws ecs wait services-stable --region "$region" --cluster "$cluster" --services "$role" || return 1
  done
  (cd "$ROOT" && npm run --silent smoke -- "https://$DOMAIN" --region "$region") || return 1
  for ((minute = 0; minute <= BAKE_MINUTES; minute++)); do
    local ringing
    ringing=$(aws cloudwatch describe-alarms --region "$region" --alarm-name-prefix "$cluster" --state-value ALARM --query 'MetricAlarms[].AlarmName' --output text)
    [ -z "$ringing" ] || [ "$ringing" = None ] || { say "             ringing: $ringing" && return 1; }
    [ "$minute" -ge "$BAKE_MINUTES" ] || sleep "${MINUTE_SECONDS:-60}"
  done
}

# The way that users come.
smoke_edge() {
  [ -z "$DRY_RUN" ] || return 0
  (cd "$ROOT" && npm run --silent smoke -- "https://$DOMAIN") || fail "The regions answer, the public address does not." "Look at CloudFront and docs/runbooks/incident.md."
}

record_release() {
  local history=s3://$STATE_BUCKET/releases/$ENVIRONMENT.history before
  before=$(aws s3 cp "$history" - 2>/dev/null) || before=''
  [ "$(printf '%s\n' "$before" | tail -n 1 | cut -d' ' -f1)" = "$DIGEST" ] && return 0
  [ -n "$DRY_RUN" ] || printf '%s\n' "$before" "$DIGEST $RELEASE" | sed '/^$/d' | change aws s3 cp - "$history" --only-show-errors
}

roll_back() {
  preflight
  load_running
  DIGEST=$(aws s3 cp "s3://$STATE_BUCKET/releases/$ENVIRONMENT.history" - 2>/dev/null | sed '$d' | tail -n 1 | cut -d' ' -f1) || DIGEST=''
  [ -n "$DIGEST" ] || fail "There is no release before this one." "Deploy a mended one instead."
  local region
  RELEASE=back-${DIGEST:7:12}
  for region in $(region_order); do
    [ -z "$REGION" ] || [ "$REGION" = "$region" ] || continue
    say "now          $region back to $DIGEST"
    [ "$(running_in "$region")" = "$DIGEST" ] || put_digest "$region" "$DIGEST"
    [ -n "$DRY_RUN" ] || settle "$region" || fail "$region does not settle on the older release either." "docs/runbooks/incident.md"
  done
  say "Done: $ENVIRONMENT runs $DIGEST. The database keeps its schema: migrations only add."
}
