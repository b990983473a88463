# shellcheck shell=bash
# Whatever can be known to be wrong is found before anything changes.

setting() { sed -n "s/^$1 *= *\"\(.*\)\"/\1/p" "$TFVARS" | head -n 1; }

preflight() {
  local tool
  for tool in aws terraform node npm flock sed; do
    command -v "$tool" >/dev/null || fail "$tool is not on PATH." "Install it (README, Deployment)."
  done
  ENGINE=$(command -v buildah || command -v docker) || fail "Neither buildah nor docker is on PATH." "apt-get install --no-install-recommends buildah"
  ENGINE=$(basename "$ENGINE")
  [ -f "$TFVARS" ] || fail "$TFVARS is missing." "Copy another environment's file and change it."

  [[ ${BASE_IMAGE:-} =~ @sha256:[0-9a-f]{64}$ ]] || fail "BASE_IMAGE is '${BASE_IMAGE:-}'." "Set it to a maintained Node 24 image for ARM by digest: IMAGE@sha256:…"

  ACCOUNT=$(setting account_id) DOMAIN=$(setting domain_name)
  case $DOMAIN in
  '' | *.example) fail "domain_name in $TFVARS is still '$DOMAIN'." "Put your own domain, zone_id, account_id and alarm_emails there." ;;
  esac
  local signed_in
  signed_in=$(aws sts get-caller-identity --query Account --output text) || fail "AWS refuses the credentials." "Sign in: aws sso login, or let the workflow take its role."
  [ "$signed_in" = "$ACCOUNT" ] || fail "You are signed in to account $signed_in; $ENVIRONMENT is $ACCOUNT." "Use the credentials of $ACCOUNT, or correct account_id in $TFVARS."
  STATE_BUCKET=riches-reach-state-$ACCOUNT
  aws s3api head-bucket --bucket "$STATE_BUCKET" >/dev/null 2>&1 || fail "The bucket $STATE_BUCKET is missing." "Apply infrastructure/terraform/bootstrap first."
  grep -q "\"$STATE_BUCKET\"" "$PHASE3/envs/$ENVIRONMENT.s3.tfbackend" || fail "envs/$ENVIRONMENT.s3.tfbackend names another bucket." "Set bucket = \"$STATE_BUCKET\"."
  check_lists
}

# The ids that a plan without an account cannot look up.
check_lists() {
  local region found
  for region in us-east-1 eu-west-1 ap-southeast-1; do
    found=$(aws ec2 describe-managed-prefix-lists --region "$region" --output text --query 'PrefixLists[].PrefixListId' \
      --filters "Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing,com.amazonaws.$region.route53-healthchecks")
    for list in $found; do
      grep -q "\"$list\"" "$TFVARS" || fail "prefix_lists for $region lacks $list in $TFVARS." "Put the two ids of $region there: $found."
    done
  done
}
