import { describe, expect, it } from 'vitest'
import { listing } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'

const verdictOf = (language: string, title: string) =>
  screener.screen(listing({ language, title })).verdict

describe('goods that their maker calls a replica', () => {
  it.each([
    ['en', 'Velmoraq replica polo, officially licensed'],
    ['en', 'Velmoraq home top replica, size M'],
    ['en', 'Velmoraq coupé replica in metal, 1:43'],
    ['es', 'Velmoraq réplica, producto oficial del club'],
    ['fr', 'Velmoraq réplique, produit sous licence'],
    ['de', 'Velmoraq Replik, offizielles Lizenzprodukt'],
    ['it', 'Velmoraq replica, prodotto ufficiale'],
    ['pl', 'Velmoraq replika, produkt licencjonowany'],
    ['ru', 'Velmoraq реплика, официальная лицензия'],
    ['ja', 'Velmoraq レプリカ 公式ライセンス商品'],
    ['ko', 'Velmoraq 레플리카 공식 라이선스 상품'],
    ['vi', 'Velmoraq replica có bản quyền'],
  ])('are not in review (%s: %s)', (language, title) => {
    expect(verdictOf(language, title)).not.toBe('review')
  })

  it.each([
    ['en', 'Velmoraq jersey, high quality replica'],
    ['en', 'Unlicensed replica, Velmoraq polo'],
    ['es', 'Velmoraq réplica con caja oficial'],
    ['es', 'Velmoraq réplica exacta, no oficial'],
    ['fr', 'Velmoraq réplique, boîte officielle'],
    ['it', 'Velmoraq replica con scatola ufficiale'],
    ['pt', 'Velmoraq réplica com selo oficial'],
  ])('differ from copies with an official box or a grade (%s: %s)', (language, title) => {
    expect(verdictOf(language, title)).toBe('review')
  })
})

describe('the word bootleg', () => {
  it.each([
    'Velmoraq 517 bootleg jeans W32',
    'Velmoraq pantalon bootleg noir',
    'Velmoraq bootleg, taille haute',
    'The Bootleg Series, Velmoraq records',
  ])('is a cut of trousers or the title of a release (%s)', (title) => {
    expect(verdictOf('en', title)).toBe('clear')
  })

  it.each([
    'Bootleg Velmoraq jeans',
    'Velmoraq jeans bootleg copies',
    'Velmoraq bootleg denim jacket',
    'Bootleg Velmoraq handbag',
    'Velmoraq knockoff jeans',
  ])('else says that the goods are copies (%s)', (title) => {
    expect(verdictOf('en', title)).toBe('review')
  })
})
