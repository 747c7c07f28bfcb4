import { verdicts, type Verdict } from '@touchstone/contract'
import type { Page } from 'playwright-core'
import { welcomeFirstAdmin } from '../signed-in-users.ts'
import { waitUntil } from './page-queries.ts'
import { newcomer, operator, type Step, type Journey } from './journey.ts'

const graver = ['block', 'review', 'ask-proof'] as const
type Graver = (typeof graver)[number]
const names: Record<Verdict, string> = {
  clear: 'Clear',
  'ask-proof': 'Ask for proof',
  review: 'Review',
  block: 'Strong signs',
}

/** The marketplace's listings by verdict, except clear ones, which are too many to count. */
async function countOf({ market }: Journey): Promise<Record<Graver, number>> {
  const counts = { block: 0, review: 0, 'ask-proof': 0 }
  for (const verdict of graver)
    counts[verdict] = (await market.listings.count({ query: { verdict } })).count
  return counts
}

/** The changes of verdicts that a preview predicts, from the text of its page. */
async function foretold(page: Page): Promise<{ from: Verdict; to: Verdict; count: number }[]> {
  const lines = await page
    .getByRole('region', { name: 'Preview' })
    .locator('li:has(details) > span')
    .allTextContents()
  return lines.map((line) => {
    const [from, to] = verdicts
      .map((verdict) => ({ verdict, at: line.indexOf(names[verdict]) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
      .map(({ verdict }) => verdict)
    const count = Number(/([\d,]+) listings?/.exec(line)?.[1]?.replaceAll(',', ''))
    if (from === undefined || to === undefined) throw new Error(`no move is told by: ${line}`)
    return { from, to, count }
  })
}

const threshold: Step = {
  name: 'changes a threshold after its preview, sees just that come true, and takes it back',
  walk: async (walk) => {
    const [{ brand }] = walk.goods.catalogs
    const before = await countOf(walk)
    const page = await walk.pageOf(newcomer)
    await page.goto(`/thresholds?brand=${brand}`)
    const editor = page.getByRole('group', { name: `Thresholds of ${brand}` })
    const review = editor.getByRole('spinbutton', { name: 'Review from' })
    await walk.look(page, 'thresholds')
    await review.fill('100')
    await review.press('Enter')
    const preview = page.getByRole('region', { name: 'Preview' })
    const began = performance.now()
    await preview
      .getByRole('status')
      .filter({ hasText: /verdicts? of|No verdict/ })
      .waitFor()
    const shown = (performance.now() - began) / 1000
    await walk.look(page, 'thresholds-preview')
    const moves = await foretold(page)
    await page.getByLabel('Reason').fill('To see what comes of it')
    await page.getByRole('button', { name: 'Save' }).click()
    const changes = page.getByRole('region', { name: 'Changes' })
    await changes.getByText('To see what comes of it').waitFor()
    await walk.look(page, 'thresholds-saved')
    const after = await countOf(walk)
    for (const verdict of graver) {
      const come = moves
        .filter(({ to }) => to === verdict)
        .reduce((sum, { count }) => sum + count, 0)
      const gone = moves
        .filter(({ from }) => from === verdict)
        .reduce((sum, { count }) => sum + count, 0)
      if (after[verdict] !== before[verdict] + come - gone) {
        throw new Error(
          `${verdict}: ${before[verdict]} + ${come} - ${gone} were foretold, ${after[verdict]} came`,
        )
      }
    }
    await page.goto(`/listings?verdict=review&brand=${brand}`)
    await page.getByRole('button', { name: /^Review/, pressed: true }).waitFor()
    await walk.look(page, 'thresholds-queue')
    await page.goBack()
    await changes.getByRole('button', { name: `Undo the latest change to ${brand}` }).click()
    await changes.getByText('Undid version 1').waitFor()
    const again = await countOf(walk)
    if (JSON.stringify(again) !== JSON.stringify(before)) {
      throw new Error(`${JSON.stringify(before)} before, ${JSON.stringify(again)} when taken back`)
    }
    const told = moves.map(({ from, to, count }) => `${from} → ${to}: ${count}`).join(', ')
    return `foretold in ${shown.toFixed(1)} s and come true: ${told}`
  },
}

type Listing = Awaited<ReturnType<Journey['market']['listings']['list']>>['items'][number]

/** The marketplace's listings of a brand, newest first. */
async function listingsOf({ market }: Journey, brand: string): Promise<Listing[]> {
  const all: Listing[] = []
  for (let after = ''; ;) {
    const query = { brand, limit: 200, ...(after !== '' && { after }) }
    const { items, next } = await market.listings.list({ query })
    all.push(...items)
    if (next === null) return all
    after = next
  }
}

type Engines = { current: string; pass: { doneAt: string | null; due: number } | null }

/** Waits until the live engine has reassessed all listings; returns how many it assessed. */
async function judgedAgain(page: Page, isIt: (engine: string) => boolean): Promise<number> {
  let judged = 0
  const isThrough = async (): Promise<boolean> => {
    const answer = await page.request.get('/api/v1/installation/engines')
    const { current, pass } = (await answer.json()) as Engines
    if (!isIt(current) || pass === null || pass.doneAt === null) return false
    judged = pass.due
    return true
  }
  await waitUntil(isThrough, 'all offers to be judged again', 900_000)
  return judged
}

/** Drafts an engine release with the term, after a preview over stored listings; returns the seconds it took. */
async function draft({ goods, look }: Journey, page: Page): Promise<number> {
  await page.goto('/lexicon/engine-releases')
  await look(page, 'releases')
  await page.getByLabel('Title').fill('A word of the walk')
  await page.getByRole('button', { name: 'New draft' }).click()
  await page.getByRole('link', { name: 'Add a term' }).click()
  await page.getByLabel('ID', { exact: true }).fill('en.walked')
  await page.getByLabel('Forms').fill(goods.word)
  await page.getByLabel('Meaning').fill('a word to walk by')
  await page.getByLabel('Strength').selectOption('S')
  await page.getByLabel('Source').fill('the walk')
  const began = performance.now()
  await page.keyboard.press('Control+Enter')
  await page.locator('li mark').first().waitFor()
  const seconds = (performance.now() - began) / 1000
  await look(page, 'term-preview')
  await page.getByRole('button', { name: 'Save to draft' }).click()
  await page.getByLabel('Share').fill('100')
  return seconds
}

const term: Step = {
  name: 'takes a term from draft through shadow to live, which judges stored offers again, and back',
  walk: async (walk) => {
    const { goods, market } = walk
    const [{ brand }] = goods.catalogs
    await welcomeFirstAdmin(walk.server)
    const listings = await listingsOf(walk, brand)
    const stored = listings.find(
      ({ listing, assessment }) =>
        listing.title.toLowerCase().includes(goods.word) && assessment?.verdict !== 'block',
    )
    if (stored === undefined) throw new Error(`no offer of ${brand} says ${goods.word}`)
    const signalsOf = async (): Promise<string> => {
      const { assessment } = await market.listings.read({ params: { id: stored.id } })
      return JSON.stringify([assessment?.verdict, assessment?.signals])
    }
    const before = await signalsOf()
    const page = await walk.pageOf(operator)
    const previewed = await draft(walk, page)
    await page.getByRole('button', { name: 'Put into shadow' }).click()
    await page.getByRole('button', { name: 'Go live' }).waitFor()
    await page.locator('code', { hasText: '+release.' }).waitFor()
    await walk.look(page, 'release-shadow')
    const sent = listings
      .slice(0, 40)
      .map(({ listing }) => ({ ...listing, id: `shadow-${listing.id}` }))
    await market.listings.takeBatch({ body: sent })
    await page.getByText(/listings assessed by both$/).waitFor()
    await walk.look(page, 'release-judged-by-both')
    if ((await signalsOf()) !== before)
      throw new Error('a revision in shadow changes what is served')
    const served = performance.now()
    await page.getByRole('button', { name: 'Go live' }).click()
    await page.getByRole('button', { name: 'Roll back' }).waitFor()
    await waitUntil(
      async () => (await signalsOf()) !== before,
      'the stored offer judged by the term',
      600_000,
    )
    const first = (performance.now() - served) / 1000
    await walk.look(page, 'release-live')
    await page.goto('/operator/engines')
    await page.getByRole('heading', { name: 'Engines' }).waitFor()
    await walk.look(page, 'engines-under-way')
    const judged = await judgedAgain(page, (name) => name.includes('+release.'))
    const through = (performance.now() - served) / 1000
    await page.reload()
    await page.getByRole('heading', { name: 'Engines' }).waitFor()
    await walk.look(page, 'engines-through')
    await page.goBack()
    await page.getByLabel('Note').fill('too eager')
    const back = performance.now()
    await page.getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('cell', { name: 'too eager' }).waitFor()
    await waitUntil(async () => (await signalsOf()) === before, 'what was said before', 600_000)
    await walk.look(page, 'release-back')
    const last = (performance.now() - back) / 1000
    const undone = await judgedAgain(page, (name) => !name.includes('+release.'))
    const whole = (performance.now() - back) / 1000
    return `${judged} judged again in ${through.toFixed(1)} s, ${undone} on the way back in ${whole.toFixed(1)} s; previewed in ${previewed.toFixed(1)} s; a stored offer judged by it after ${first.toFixed(1)} s, as before ${last.toFixed(1)} s after the way back`
  },
}

export const engine: readonly Step[] = [threshold, term]
