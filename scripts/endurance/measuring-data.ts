import { writeGoods } from '../../packages/console/test/journey/goods-files.ts'
import type { Goods } from '../../packages/console/test/journey/journey.ts'
import type { SourceRow } from '../../eval/source-rows.ts'

/** The measuring data as files that somebody would import, in a folder that is there for them. */
export function measuringGoods(folder: string, rows: readonly SourceRow[]): Goods {
  return {
    ...writeGoods(folder, rows),
    left: ['source', 'label', 'label_basis', 'weak_label', 'cue', 'brand_plain'],
    catalogs: [
      { brand: 'nike', catalog: { brands: [{ id: 'nike', name: 'Nike' }] } },
      { brand: 'puma', catalog: { brands: [{ id: 'puma', name: 'Puma' }] } },
    ],
    word: 'pegasus',
  }
}
