export { addressOf } from './address.ts'
export { base64OfFile } from './base64-of-file.ts'
export { useOnline } from './use-online.ts'
export { pagination, placed } from './pagination.ts'
export { problemOf, refusedFor, type Problem } from './problem.ts'
export { createQueries, inboxKey, sessionKey } from './query-client.ts'
export { randomId, randomUuid } from './random-id.ts'
export { server } from './server.ts'
export { downloadResponse } from './download-response.ts'
export {
  marketplaceNamesKey,
  useBrandName,
  useBrandNames,
  useMarketplaceName,
  useMarketplaceNames,
} from './names.ts'
