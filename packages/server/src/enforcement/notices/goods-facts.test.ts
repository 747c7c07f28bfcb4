import { families, type Assessment, type Signal } from '@touchstone/contract'
import { signalCodes as engineCodes } from '@touchstone/recognition'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goodsFactsOf, goodsSignals, restsOnGoods } from './goods-facts.ts'

test('placeholder', () => expect([families, engineCodes, goodsSignals, restsOnGoods, goodsFactsOf]).toBeDefined())
