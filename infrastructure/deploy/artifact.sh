# shellcheck shell=bash
# What is deployed: one image, named by what is in it.

build() {
  local log=$WORK/build.log
  if [ -z "${SKIP_TESTS:-}" ]; then
    (cd "$ROOT" && npm test) >"$log" 2>&1 || fail "The tests do not pass; see $log." "Mend them. SKIP_TESTS=1 is for a roll-forward in an emergency."
  fi
  (cd "$ROOT" && npm sbom --sbom-format cyclonedx --omit dev) >"$WORK/sbom.json" 2>>"$log" || fail "The list of components cannot be written; see $log." "Run npm ci."
  IMAGE_ID=$(cd "$ROOT" && npm run --silent image -- --tag riches-reach --engine "$ENGINE" --base "$BASE_IMAGE" --platform linux/arm64 2>>"$log") || fail "The image cannot be built; see $log." "Run npm run image."
  RELEASE=${IMAGE_ID#sha256:}
  RELEASE=${RELEASE:0:12}
  DIGEST=$(pushed_digest)
}

pushed_digest() {
  local found
  found=$(aws ecr describe-images --region us-east-1 --repository-name riches-reach --image-ids "imageTag=$RELEASE" \
    --query 'imageDetails[0].imageDigest' --output text 2>/dev/null) || found=''
  [ "$found" = None ] || printf '%s' "$found"
}

push() {
  local registry=$ACCOUNT.dkr.ecr.us-east-1.amazonaws.com
  if [ -n "$DIGEST" ]; then
    say "             $RELEASE is there already"
    return 0
  fi
  [ -n "$DRY_RUN" ] || aws ecr get-login-password --region us-east-1 | "$ENGINE" login --username AWS --password-stdin "$registry" >/dev/null
  case $ENGINE in
  buildah) change buildah push riches-reach "docker://$registry/riches-reach:$RELEASE" ;;
  docker)
    change docker tag riches-reach "$registry/riches-reach:$RELEASE"
    change docker push "$registry/riches-reach:$RELEASE"
    ;;
  esac
  DIGEST=$(pushed_digest)
  [ -n "$DIGEST" ] || [ -n "$DRY_RUN" ] || fail "The image was pushed, yet the repository does not have it." "Look at the repository riches-reach in us-east-1."
}
