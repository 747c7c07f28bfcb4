import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { copyOf, photograph } from '@touchstone/server/testing/photographs'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

describe.skipIf(!hasChromium)(`pictures ${inBrowser}`, () => {
  let server: ConsoleFixture
  let host: Server
  let visitors: Visitors
  let copy: Buffer
  let listing: string
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-picture-files-'))
  const file = join(folder, 'tote.jpg')
  const shots = process.env['SCREENSHOTS']

  beforeAll(async () => {
    await buildOnce()
    const original = await photograph(7)
    writeFileSync(file, original)
    copy = await copyOf(original)
    host = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(copy)
    })
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    const at = `127.0.0.1:${(host.address() as AddressInfo).port}`
    server = await openConsole(
      { OUTBOUND_ALLOW: at },
      {
        prepare: async (operator) => {
          await operator.addOrganisation('brand-house', 'Brand House', 'rights-holder')
          await operator.claimBrands('brand-house', ['prada'])
        },
      },
    )
    visitors = await Visitors.to(server)
    await server.addOrganisation('bazaar', 'Bazaar', 'marketplace')
    await server.addMember('brand-house', 'ana@brand.example', ['admin'])
    const client = await server.clientOf('bazaar')
    const take = async (id: string): Promise<string> => {
      const taken = await client.listings.take({
        body: {
          id,
          marketplace: 'bazaar',
          title: `Prada tote ${id}`,
          images: [{ url: `http://${at}/${id}.jpg` }],
        },
      })
      expect(taken.assessment).toMatchObject({ complete: false, waitsFor: ['pictures'] })
      return taken.id
    }
    listing = await take('one')
    await take('two')
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    await server?.close()
    host?.closeAllConnections()
    host?.close()
    rmSync(folder, { recursive: true })
  })

  test('a reference is uploaded, found in an edited copy, and shown beside it', async () => {
    const page = await visitors.open('/catalog/reference-images', 'ana@brand.example')
    await page.getByLabel('Brand', { exact: true }).selectOption('prada')
    await page.getByLabel('Label').fill('Spring tote')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByText('was added to the bank.').waitFor()
    await page.getByRole('link', { name: 'Spring tote' }).waitFor()
    expect(await findings(page)).toEqual([])
    if (shots) await page.screenshot({ path: join(shots, 'bank.png'), fullPage: true })

    // Pictures stored earlier are analysed too.
    const { get } = await visitors.calls('ana@brand.example')
    const assessment = async (): Promise<string> =>
      JSON.stringify((await get(`/api/v1/listings/${listing}`))['assessment'])
    await expect.poll(assessment, { interval: 200 }).toContain('image.official-photo')
    await page.goto(`/listings/${listing}`)
    await page.getByRole('button', { name: 'Expand all' }).click()
    await page.getByText('matches an official photograph').first().waitFor()
    await page.getByRole('button', { name: 'Side by side' }).click()
    const polygons = page.locator('svg polygon[data-kind=same]')
    await polygons.nth(1).waitFor()
    await expect.poll(() => polygons.count()).toBe(2)
    await page.getByLabel(/matching points$/).check()
    await expect.poll(() => page.locator('figure svg circle').count()).toBeGreaterThan(20)
    await page.getByLabel('Text and codes').check()
    const loaded = () =>
      page
        .locator('figure img')
        .evaluateAll((images) =>
          images.every((image) => (image as HTMLImageElement).naturalWidth > 0),
        )
    await expect.poll(loaded).toBe(true)
    expect(await findings(page)).toEqual([])
    if (shots) {
      await page.getByRole('region', { name: 'Pictures' }).screenshot({
        path: join(shots, 'side-by-side.png'),
      })
    }
    await page.getByRole('button', { name: 'Find this picture in other listings' }).click()
    await page.getByRole('link', { name: 'Prada tote two' }).waitFor()
    await page.getByRole('link', { name: 'Why do they match?' }).click()
    await page.getByRole('heading', { name: 'Why these two match' }).waitFor()
    await polygons.nth(1).waitFor()
    await page.getByText('mirrored', { exact: false }).first().waitFor()
    expect(await findings(page)).toEqual([])
    // The address can be shared.
    await page.reload()
    await polygons.nth(1).waitFor()
    if (shots) await page.screenshot({ path: join(shots, 'why.png'), fullPage: true })
    await page.close()
  })

  test('a hint says in the reader’s language why a picture is missing', async () => {
    const client = await server.clientOf('bazaar')
    const images = [{ url: 'http://127.0.0.1/three.jpg' }]
    const body = { id: 'three', marketplace: 'bazaar', title: 'Prada tote three', images }
    await client.listings.take({ body })
    await server.addMember('brand-house', 'sari@brand.example', ['admin'], 'id')
    const page = await visitors.open('/listings', 'sari@brand.example')
    const hint = 'Gambar tidak dapat diambil: Alamatnya tidak berada di internet publik.'
    await expect
      .poll(
        async () => {
          await page.reload()
          const row = page.getByRole('listitem').filter({ hasText: 'Prada tote three' })
          const missing = row.getByRole('img').first()
          await missing.waitFor()
          return missing.getAttribute('title')
        },
        { interval: 500 },
      )
      .toBe(hint)
    await page.close()
  })

  test('a reference is removed, and the removal is undone', async () => {
    const page = await visitors.open('/catalog/reference-images?bank=official', 'ana@brand.example')
    const tile = page.getByRole('link', { name: 'Spring tote' })
    await tile.waitFor()
    await page.getByRole('button', { name: 'Remove Spring tote' }).click()
    await page.getByText('Reference image removed.', { exact: false }).waitFor()
    await tile.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await tile.click()
    await page.getByRole('heading', { name: 'Spring tote', level: 1 }).waitFor()
    // The page offers to remove it again instead of restoring it.
    await page.getByRole('button', { name: 'Remove' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
