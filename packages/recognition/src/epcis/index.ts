export { canonicalIdentifier } from './canonical-identifier.ts'
export { checkEpcis } from './check-document.ts'
export { eventHashId } from './event-hash.ts'
export { preHashesOf } from './read-events.ts'
