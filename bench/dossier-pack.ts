// Packs one dossier with its captures as an archive: `dossier-pack.ts LISTINGS FOLDER TARGET`.
import { packDossier, writeZip } from '@touchstone/evidence'
import { dossierItems } from '../packages/evidence/test/dossier-fixture.ts'
import { workshop } from '../packages/evidence/test/package-fixture.ts'
import { largeDossier, largeItems } from './dossier-sample.ts'

const [, , listings = '', folder = '', target = ''] = process.argv
await packLarge(Number(listings), folder, target)

async function packLarge(count: number, from: string, to: string): Promise<void> {
  const { options } = await workshop({ custody: [], seals: [] })
  const packed = await packDossier({
    ...options,
    name: 'lum-7',
    items: largeItems(count, from, dossierItems),
    dossier: largeDossier(count, Math.max(1, Math.round(count / 5))),
  })
  await writeZip(packed, to, options.at)
}
