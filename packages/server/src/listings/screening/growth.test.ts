import { compile, contactOf } from '@touchstone/recognition'
import { many, testGrowth, type Work } from '../../../test/growth.ts'

const screener = compile({ brands: [{ id: 'velmoraq', name: 'Velmoraq' }] })
const price20 = { amount: '20', currency: 'USD' }
const screen: Work = (description) =>
  screener.screen({ id: '1', title: 'Velmoraq bag', price: price20, description })
const contactOfCode: Work = (text) => contactOf(text)

testGrowth([
  ['digits and points in a description', 20_000, many('1.'), screen],
  ['prices in a description', 20_000, many('$1,111 '), screen],
  ['signs of money in a description', 20_000, many('$ us$ '), screen],
  ['zeros in a description', 20_000, many('0'), screen],
  ['letters set apart in a description', 20_000, many('v e l '), screen],
  ['Chinese signs set apart in a description', 20_000, many('高 仿 '), screen],
  ['addresses without an end in a description', 20_000, many('@a.'), screen],
  ['masks in a description', 20_000, many('v*'), screen],
  ['labels of a visiting card', 60_000, (n) => `MECARD:${many('TEL EMAIL ')(n)}`, contactOfCode],
  ['values of a visiting card', 60_000, (n) => `MECARD:${many('EMAIL:M')(n)}`, contactOfCode],
])
