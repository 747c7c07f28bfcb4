// Links accounts and judges them over the API, again and again, and prints the judgements that were acknowledged; a
// test kills it.
import { sql } from 'kysely'
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { startLinkUpdates } from '../src/sellers/links/index.ts'
import { asOperator } from './builders.ts'
import { newApi, newMember } from './users.ts'

const [slug = '', round = ''] = process.argv.slice(2)
const store = await openStore(readServerConfig(process.env).store)
const sealer = sealerOf(Buffer.alloc(32, 7))
startLinkUpdates({ store, sealer, everyMs: 5, leaseMs: 0 })
const app = newApi(store, undefined, { sealer })
const member = await newMember(app, store, slug, `judge-${round}@${slug}.example`)
const { rows } = await asOperator(store, (handle) =>
  sql<{ id: string }>`select id from seller_accounts order by seller_id`.execute(handle),
)
process.stdout.write('open\n')
for (let at = Number(round); ; at++) {
  const [a, b] = [rows[at % rows.length]?.id, rows[(at + 1) % rows.length]?.id]
  const judgement = at % 3 === 0 ? 'different' : at % 3 === 1 ? 'same' : 'unsure'
  const { status, body } = await member.post('/api/v1/judgements', {
    judgements: [{ a, b, judgement }],
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  const [{ id }] = body['items'] as [{ id: string }]
  process.stdout.write(`${id}\n`)
}
