import { expect, test } from 'vitest'
import { crossDomainReferences } from './cross-domain-references.ts'

const owners = new Map([
  ['listings', 'listings'],
  ['cases', 'investigation'],
  ['answered_requests', 'platform'],
])
const code =
  'sql`select from listings l join cases c on true left join answered_requests a on true`'

test.each([
  ['packages/server/src/listings/queue/repository.ts', ['cases', 'answered_requests']],
  ['packages/server/src/investigation/cases/repository.ts', ['listings', 'answered_requests']],
  ['packages/server/src/platform/idempotency/request-record.ts', ['listings', 'cases']],
  ['packages/server/src/demo/sample/repository.ts', ['listings', 'cases', 'answered_requests']],
  ['packages/server/src/app/api/app.ts', ['listings', 'cases', 'answered_requests']],
  ['packages/server/src/demo/sample/sample.test.ts', []],
  ['packages/server/src/app/api/test/fixture.ts', []],
  ['packages/server/test/cases.ts', []],
])('%s names foreign %j', (place, tables) => {
  expect(crossDomainReferences(place, code, owners).map(({ table }) => table)).toEqual(tables)
})
