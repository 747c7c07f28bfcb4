import { defaultQualitySettings } from '@touchstone/contract'
import type { Page } from 'playwright-core'
import type { Calls } from '../signed-in-users.ts'
import { newcomer, onlooker, readers, type Step } from './journey.ts'

const sizes = { Clear: 4, Flagged: 4, 'Taken down': 2 }
const audited = Object.values(sizes).reduce((sum, size) => sum + size, 0)

/** Members that would reveal the opinion of the engine, a colleague or the marketplace. */
const telling = new Set([
  'verdict',
  'probability',
  'signals',
  'assessment',
  'decision',
  'decisions',
  'stratum',
  'engine',
  'label',
  'readings',
  'families',
  'brands',
])

/**
 * Stops automatic audit samples for this admin's organisation, which the server would draw at some minute of each
 * hour.
 */
export async function drawByHand(admin: Calls): Promise<void> {
  await admin.put('/api/v1/blind-audits/settings', { ...defaultQualitySettings, enabled: false })
}

function fieldsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(fieldsOf)
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner]
}

/** Annotates all listings by keyboard; returns the members that revealed too much, of which there may be none. */
async function readAll(page: Page, keys: readonly string[]): Promise<string[]> {
  const told: Promise<string[]>[] = []
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/v1/blind-audits')) return
    told.push(response.json().then(fieldsOf, () => []))
  })
  await page.goto('/blind-audit')
  for (let left = audited; left > 0; left--) {
    await page.getByText(left === 1 ? 'One listing left' : `${left} listings left`).waitFor()
    const key = keys[left % keys.length] ?? '5'
    await page.keyboard.press(key)
    await page.locator('button[aria-pressed=true]').first().waitFor()
    await page.keyboard.press('Enter')
  }
  await page.getByText('You’re all caught up').waitFor()
  const fields = (await Promise.all(told)).flat()
  if (fields.length === 0) throw new Error('nothing was heard of what readers are sent')
  return fields.filter((field) => telling.has(field))
}

const audit: Step = {
  name: `draws ${audited} offers by lot, which two read blind, and an auditor sees what came of it`,
  walk: async (walk) => {
    const { server } = walk
    for (const email of readers) await server.addMember('market', email, ['reviewer'])
    await server.addMember('market', onlooker, ['auditor'])
    const admin = await walk.pageOf(newcomer)
    await admin.goto('/blind-audit/results')
    await admin.getByText('No audit samples yet').waitFor()
    for (const [name, size] of Object.entries(sizes)) {
      await admin.getByLabel(name, { exact: true }).fill(String(size))
    }
    await admin.getByRole('button', { name: 'Save', exact: true }).click()
    await admin.getByText('Saved. Applies to the next sample.').waitFor()
    await walk.look(admin, 'quality-settings')
    await admin.getByRole('button', { name: 'Draw last week’s sample now' }).click()
    const auditSamples = admin.getByRole('region', { name: 'Sampling method' })
    await auditSamples.locator('code').first().waitFor()
    await walk.look(admin, 'quality-drawn')
    for (const [place, email] of readers.entries()) {
      const page = await walk.pageOf(email)
      await page.goto('/blind-audit')
      await page.getByText(`${audited} listings left`).waitFor()
      await walk.look(page, `quality-reader-${place + 1}`)
      const told = await readAll(page, place === 0 ? ['1', '4'] : ['1', '4', '1'])
      if (told.length > 0) throw new Error(`a reader is told ${[...new Set(told)].join(', ')}`)
      await walk.look(page, `quality-read-${place + 1}`)
    }
    const auditor = await walk.pageOf(onlooker)
    await auditor.goto('/blind-audit')
    await auditor.getByText('Auditors see the results.').waitFor()
    await auditor.goto('/blind-audit/results')
    const agreement = auditor.getByRole('region', { name: 'Annotator agreement' })
    const pairs = await agreement.getByText(/Same answer in/).textContent()
    await walk.look(auditor, 'quality-results')
    return `neither reader was told anything; ${pairs}`
  },
}

export const auditSamples: readonly Step[] = [audit]
