import { compareAuditLogHeads, type SignedAuditLogHead } from '@touchstone/evidence'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  test('admins and auditors receive heads of their own log, and may have it verified', async () => {
    const app = newApi(store)
    try {
      const { id } = await newOrganisation(store, 'tenant')
      await newOrganisation(store, 'neighbour')
      const admin = await newMember(app, store, 'tenant', 'admin@tenant.example')
      const auditor = await newMember(app, store, 'tenant', 'auditor@tenant.example', {
        roles: ['auditor'],
      })
      const analyst = await newMember(app, store, 'tenant', 'analyst@tenant.example', {
        roles: ['analyst'],
      })
      const stranger = await newMember(app, store, 'neighbour', 'admin@neighbour.example')
      const latest = (browser: Browser, query = '') =>
        browser.get(`/api/v1/audit/heads/latest${query}`)
      const first = (await latest(admin)).body as SignedAuditLogHead
      expect(first.head.log).toBe(id)
      expect((await latest(stranger)).body).not.toMatchObject({ head: { log: id } })
      for (const path of ['/heads', '/heads/latest', `/heads/${first.head.size}`]) {
        expect((await analyst.get(`/api/v1/audit${path}`)).status).toBe(403)
      }
      expect((await analyst.post('/api/v1/audit/verifications', {})).status).toBe(403)
      const second = (await latest(auditor, `?since=${first.head.size}`)).body as SignedAuditLogHead
      expect(compareAuditLogHeads(first, second)).toMatch(/same|grown/)
      const listed = await auditor.get('/api/v1/audit/heads?limit=1')
      expect(listed.body).toMatchObject({ items: [{ size: second.head.size }] })
      expect((await auditor.get('/api/v1/audit/heads/999999')).status).toBe(404)
      const intact = await admin.post('/api/v1/audit/verifications', { head: first })
      expect(intact.body).toMatchObject({ findings: [] })
      const forged = { ...first, head: { ...first.head, root: '0'.repeat(64) } }
      const response = await admin.post('/api/v1/audit/verifications', { head: forged })
      expect(response.body).toMatchObject({ findings: [{ code: 'head-unusable' }] })
      expect((await admin.get('/api/v1/audit?actions=audit-log-verified')).body).toMatchObject({
        items: [{ detail: { findings: 1 } }, { detail: { findings: 0 } }],
      })
    } finally {
      await app.close()
    }
  })
})
