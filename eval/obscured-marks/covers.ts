import sharp, { type Sharp } from 'sharp'

export interface Area {
  left: number
  top: number
  width: number
  height: number
}

const png = (image: Sharp): Promise<Buffer> => image.png().toBuffer()

/** The area at this many pixels per block. */
async function coarse(photo: Buffer, area: Area, across: number, down: number): Promise<Buffer> {
  return png(sharp(photo).extract(area).resize(across, down, { fit: 'fill' }))
}

export async function mosaicOf(photo: Buffer, area: Area, block: number): Promise<Buffer> {
  const [across, down] = [area.width, area.height].map((side) =>
    Math.max(2, Math.round(side / block)),
  )
  const small = await coarse(photo, area, across ?? 2, down ?? 2)
  const { width, height } = area
  return png(sharp(small).resize(width, height, { kernel: 'nearest', fit: 'fill' }))
}

const colours = ['#d22', '#fff', '#111', '#2a6']

/** Covers and changes that sellers apply to a name; each returns the new area. */
export const covers = {
  sticker: (_photo: Buffer, { width, height }: Area, draw: () => number) =>
    png(
      sharp({
        create: {
          width,
          height,
          channels: 3,
          background: colours[Math.floor(draw() * colours.length)] ?? '#d22',
        },
      }),
    ),
  emoji: (_photo: Buffer, { width: w, height: h }: Area) =>
    png(
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><ellipse cx="${w / 2}" cy="${h / 2}" rx="${w * 0.55}" ry="${h * 0.6}" fill="#fc3"/><circle cx="${w * 0.35}" cy="${h * 0.35}" r="${h * 0.1}"/><circle cx="${w * 0.65}" cy="${h * 0.35}" r="${h * 0.1}"/></svg>`,
        ),
      ),
    ),
  blur: (photo: Buffer, area: Area) =>
    png(
      sharp(photo)
        .extract(area)
        .blur(Math.max(2, area.height * 0.23)),
    ),
  mosaic: (photo: Buffer, area: Area) => mosaicOf(photo, area, Math.max(3, area.height * 0.3)),
  smear: async (photo: Buffer, area: Area) => {
    const small = await coarse(photo, area, 3, Math.max(2, Math.round(area.height / 4)))
    return png(sharp(small).resize(area.width, area.height, { fit: 'fill' }))
  },
} as const
export type Cover = keyof typeof covers

const jpeg = (image: Sharp, quality = 75): Promise<Buffer> => image.jpeg({ quality }).toBuffer()
const share = (of: number, part: number): number => Math.round(of * part)

/** Edits of a copy that hide nothing. */
export const edits = {
  saved: (photo: Buffer) => jpeg(sharp(photo), 85),
  shrunk: (photo: Buffer, { width }: Area) => jpeg(sharp(photo).resize(share(width, 0.6)), 60),
  'shrunk and JPEG 30': (photo: Buffer, { width }: Area) =>
    jpeg(sharp(photo).resize(share(width, 0.5)), 30),
  cropped: (photo: Buffer, { width, height }: Area) =>
    jpeg(
      sharp(photo).extract({
        left: share(width, 0.1),
        top: share(height, 0.08),
        width: share(width, 0.8),
        height: share(height, 0.8),
      }),
    ),
  mirrored: (photo: Buffer) => jpeg(sharp(photo).flop()),
  turned: (photo: Buffer) => jpeg(sharp(photo).rotate(6, { background: '#fff' })),
  recoloured: (photo: Buffer) =>
    jpeg(sharp(photo).modulate({ brightness: 1.15, saturation: 1.4 }).linear(0.8, 20)),
  blurred: (photo: Buffer) => jpeg(sharp(photo).blur(1.5)),
  stretched: (photo: Buffer, { width, height }: Area) =>
    jpeg(sharp(photo).resize(share(width, 1.2), height, { fit: 'fill' })),
} as const
export type Edit = keyof typeof edits
