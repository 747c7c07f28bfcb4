export { releaseRoutes } from './routes.ts'
export { draftWeights } from './manage-releases.ts'
export { moveToShadow } from './advance-release.ts'
export { loadEngineReleases, pollReleases } from './poll-releases.ts'
