import { expect, test } from 'vitest'
import { remapped, sceneOf } from '../../../test/images/scene.ts'
import type { GrayPicture, Point } from '../model.ts'
import { shrink } from '../pdq/shrink-luma.ts'
import { placeShown } from './orientation.ts'
import { thumbnailOf, unlikeness as unlikenessOf, type Thumbnail } from './thumbnail.ts'

const size = { width: 320, height: 240 }
const scene = sceneOf(3, size.width, size.height)
const thumbnail = (picture: GrayPicture): Thumbnail => thumbnailOf(shrink(picture))
const same = (place: Point): Point => place

const unlikeness = (...of: Parameters<typeof unlikenessOf>): number | undefined =>
  unlikenessOf(...of).whole

/** A square of the picture is replaced by pixels of another one. */
function patched(picture: GrayPicture, other: GrayPicture, share: number): GrayPicture {
  const data = picture.data.map((tone, at) => {
    const [x, y] = [(at % size.width) / size.width, Math.floor(at / size.width) / size.height]
    return Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) < share / 2 ? other.data[at]! : tone
  })
  return { ...picture, data }
}

test('lighter, flatter and noisier pictures stay alike; a patch of another makes them less so', () => {
  const lighter = { ...scene, data: scene.data.map((tone, at) => 60 + tone * 0.5 + (at % 7)) }
  const small = unlikeness(thumbnail(lighter), thumbnail(scene), same)!
  const patch = (share: number): number =>
    unlikeness(thumbnail(patched(scene, sceneOf(9, 320, 240), share)), thumbnail(scene), same)!
  expect(small).toBeLessThan(0.002)
  expect(patch(0.2)).toBeGreaterThan(5 * small)
  expect(patch(0.4)).toBeGreaterThan(patch(0.2))
  expect(unlikeness(thumbnail(sceneOf(9)), thumbnail(scene), same)).toBeGreaterThan(0.5)
})

test('pictures are compared where the map makes both show the same', () => {
  const half = { width: 160, height: 120 }
  const corner = remapped(scene, half, (x, y) => [x + 160, y + 120])
  const zoom = ([x, y]: Point): Point => [x * 2 - 1, y * 2 - 1]
  expect(unlikeness(thumbnail(corner), thumbnail(scene), zoom)).toBeLessThan(0.05)
  expect(unlikeness(thumbnail(corner), thumbnail(scene), same)).toBeGreaterThan(0.5)
  const mirrored = remapped(scene, size, (x, y) => [size.width - 1 - x, y])
  const flip = (place: Point): Point => placeShown(place, 1)
  expect(unlikeness(thumbnail(mirrored), thumbnail(scene), flip)).toBeLessThan(0.01)
})

test('other goods on the same background differ in the middle, and text at the edge does not matter', () => {
  const goods = patched(scene, sceneOf(9, 320, 240), 0.5)
  const of = (picture: GrayPicture) => unlikenessOf(thumbnail(picture), thumbnail(scene), same)
  expect(of(goods).middle).toBeGreaterThan(0.5)
  expect(of(goods).middle).toBeGreaterThan(2 * of(goods).whole!)
  const edge = patched(sceneOf(9, 320, 240), scene, 0.7)
  expect(of(edge).middle).toBeLessThan(0.01)
})

test('without enough in common, or without content, there is no result', () => {
  const plain = thumbnail({ ...scene, data: scene.data.map(() => 90) })
  expect(unlikeness(plain, thumbnail(scene), same)).toBeUndefined()
  const away = ([x, y]: Point): Point => [x + 0.97, y]
  expect(unlikeness(thumbnail(scene), thumbnail(scene), away)).toBeUndefined()
})
