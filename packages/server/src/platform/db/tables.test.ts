import { expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { withEngine } from './open-store.ts'
import { insertRows, readRows } from './tables.ts'

/** Every character below U+3000, which contains all that JSON writes in another way, and some beyond. */
function texts(): string[] {
  const characters = Array.from({ length: 0x2fff }, (_, at) => String.fromCodePoint(at + 1))
  return [...characters, '\ufeff\uffff', '👜 集团', '\\u0000', '["a",null]', 'two\nlines', '']
}

onBothEngines((engine) => {
  test('rows are read as JSON.stringify writes them, whose digests earlier backups carry, and inserted as read', async () => {
    const rows = texts().map((text, at) => [String(at), text, at % 2 === 0 ? null : text])
    const columnOf = (name: string) => ({ name, type: 'text', identity: false })
    const columns = ['key', 'text', 'other'].map(columnOf)
    const table = { name: 'odd_rows', columns, key: ['key::int'], references: [] }
    await withEngine(await engine.newStore(), async ({ owner }) => {
      const client = await owner.connect()
      try {
        await client.query('begin; create temp table odd_rows (key text, text text, other text)')
        await insertRows(
          client,
          table,
          rows.map((row) => JSON.stringify(row)),
        )
        const read: string[] = []
        for await (const page of readRows(client, table)) read.push(...page)
        expect(read).toEqual(rows.map((row) => JSON.stringify(row)))
        await client.query('rollback')
      } finally {
        client.release()
      }
    })
  })
})
