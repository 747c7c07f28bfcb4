import { describe, expect, it } from 'vitest'
import type { Listing } from '@touchstone/contract'
import { listing } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'

const verdictOf = (over: Partial<Listing>) => screener.screen(listing(over)).verdict
const title = 'Velmoraq handbag black'

describe('a promise about goods that are not authentic', () => {
  it.each<[string, string]>([
    ['en', 'If proven inauthentic you will get a full refund.'],
    ['en', 'Inauthentic items will be 100% refunded.'],
    ['en', 'A claim is not legitimate once the bag was worn.'],
    ['es', 'En caso de que no es original te devuelvo el dinero.'],
    ['pt', 'Caso falsificado, devolvemos o dinheiro.'],
    ['fr', 'Si pas original, remboursement immédiat.'],
    ['de', 'Sollte es eine Fälschung sein, Geld zurück.'],
    ['it', 'Se non originale, rimborso totale.'],
    ['tr', 'Sahte çıkarsa paranız iade.'],
    ['pl', 'Jeśli nieoryginalne, zwrot pieniędzy.'],
  ])('is no confession (%s: %s)', (language, description) => {
    expect(verdictOf({ title, language, description })).toBe('clear')
  })

  it.each<[string, string]>([
    ['en', 'It is inauthentic, no returns.'],
    ['es', 'No es original, no se aceptan devoluciones.'],
    ['pt', 'Falsificado, sem devolução.'],
    ['fr', 'Pas original, prix en conséquence.'],
    ['de', 'Das ist eine Fälschung, Privatverkauf.'],
    ['it', 'Non originale, vedi foto.'],
    ['tr', 'Sahte, fiyatı ona göre.'],
    ['pl', 'Nieoryginalne, cena adekwatna.'],
  ])('differs from a confession (%s: %s)', (language, description) => {
    expect(verdictOf({ title, language, description })).toBe('review')
  })
})

describe('terms of sale', () => {
  it('that speak of unauthorised payments say nothing of the goods', () => {
    const description = 'Chargebacks and unauthorized transactions are disputed with the bank.'
    expect(verdictOf({ title, description })).toBe('clear')
    expect(verdictOf({ title: 'Velmoraq handbag unauthorized authentic' })).not.toBe('clear')
  })

  it('and prints may show a full logo', () => {
    expect(verdictOf({ title, description: 'Full logo on the front.' })).toBe('clear')
  })
})
