import { expect, test } from 'vitest'
import { newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { saltOf } from './pseudonyms.ts'

onOneEngine((engine) => {
  test('an organisation has one salt, however many ask for it first', async () => {
    const store = await openStore(await engine.newStore())
    try {
      const [one, other] = [
        (await newOrganisation(store, 'one')).id,
        (await newOrganisation(store, 'other')).id,
      ]
      const saltFor = (id: string) =>
        store.transact(tenantContext(id), (handle) => saltOf(handle, id))
      const salts = await Promise.all([one, one, one, one, other].map(saltFor))
      expect(new Set(salts.slice(0, 4).map((salt) => salt.toString('hex'))).size).toBe(1)
      expect(salts[4]).not.toEqual(salts[0])
    } finally {
      await store.close()
    }
  })
})
