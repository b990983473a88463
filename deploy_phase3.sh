#!/usr/bin/env bash
# Builds RichesReach and brings it to three regions. Every step is written into a journal when it is done; a run that was
# cut off goes on where it stopped, and a second run changes nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
./deploy_phase3.sh [deploy|rollback|status] [options]

  deploy             (default) build, push, secrets, infrastructure, migrate, one region after the other, edge, record
  rollback           put the release before the current one back, one region after the other
  status             what the journal says

  --dry-run          say what would be changed, change nothing
  --from STEP        begin at a step, as if those before it were done
  --only STEP        this step alone
  --region REGION    of the regions this one alone
  --yes              do not ask before a production apply

Environment: ENVIRONMENT (dev, staging, prod), BASE_IMAGE (a Node 24 image by digest), AWS credentials; on the first run
OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY. BAKE_MINUTES (5) is how long a region is watched; CANARY_REGION (ap-southeast-1) goes first.

Steps: preflight build push secrets infrastructure values migrate region:<name> edge record
TEXT
}

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=infrastructure/deploy/journal.sh
source "$ROOT/infrastructure/deploy/journal.sh"
# shellcheck source=infrastructure/deploy/preflight.sh
source "$ROOT/infrastructure/deploy/preflight.sh"
# shellcheck source=infrastructure/deploy/artifact.sh
source "$ROOT/infrastructure/deploy/artifact.sh"
# shellcheck source=infrastructure/deploy/secrets.sh
source "$ROOT/infrastructure/deploy/secrets.sh"
# shellcheck source=infrastructure/deploy/estate.sh
source "$ROOT/infrastructure/deploy/estate.sh"
# shellcheck source=infrastructure/deploy/regions.sh
source "$ROOT/infrastructure/deploy/regions.sh"

COMMAND=deploy DRY_RUN='' FROM='' ONLY='' REGION='' YES=''
while [ $# -gt 0 ]; do
  case $1 in
  deploy | rollback | status) COMMAND=$1 ;;
  --dry-run) DRY_RUN=1 ;;
  --yes) YES=1 ;;
  --from) FROM=${2:?--from needs a step} && shift ;;
  --only) ONLY=${2:?--only needs a step} && shift ;;
  --region) REGION=${2:?--region needs a region} && shift ;;
  -h | --help) usage && exit 0 ;;
  *) fail "There is no option $1." "See ./deploy_phase3.sh --help." ;;
  esac
  shift
done

ENVIRONMENT=${ENVIRONMENT:-}
case $ENVIRONMENT in
dev | staging | prod) ;;
*) fail "ENVIRONMENT is '${ENVIRONMENT}'." "Set it to dev, staging or prod." ;;
esac

PHASE3=$ROOT/infrastructure/terraform/phase3
TFVARS=$PHASE3/envs/$ENVIRONMENT.tfvars
WORK=${DEPLOY_WORK_DIR:-$ROOT/.richesreach/deploy/$ENVIRONMENT}
CANARY_REGION=${CANARY_REGION:-ap-southeast-1}
BAKE_MINUTES=${BAKE_MINUTES:-5}
mkdir -p "$WORK"
export TF_IN_AUTOMATION=1 AWS_PAGER=''

open_journal
case $COMMAND in
status) show_journal ;;
rollback) roll_back ;;
deploy)
  preflight
  build
  REGIONS=$(region_order)
  check_choice "$REGIONS"
  run_step push push
  run_step secrets ensure_own_secrets
  run_step infrastructure apply_infrastructure
  run_step values put_application_secrets
  run_step migrate migrate
  for region in $REGIONS; do
    [ -n "$REGION" ] && [ "$REGION" != "$region" ] && continue
    run_step "region:$region" move_region "$region"
  done
  run_step edge smoke_edge
  [ -n "$REGION" ] || run_step record record_release
  say "Done: $ENVIRONMENT runs $DIGEST."
  ;;
esac
