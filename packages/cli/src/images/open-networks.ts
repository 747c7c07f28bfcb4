import { TouchstoneError } from '@touchstone/contract'
import { PictureNetworks, UnfitNetwork } from '@touchstone/recognition/image'
import { readNetworks, type NetworkFileNames } from '@touchstone/server/config'

/** The networks that were named, ready to look; undefined where none was. Rejects with why one of them does not fit. */
export async function openNetworks(names: NetworkFileNames): Promise<PictureNetworks | undefined> {
  if (Object.keys(names).length === 0) return undefined
  try {
    return await PictureNetworks.open(await readNetworks(names))
  } catch (error) {
    if (!(error instanceof UnfitNetwork)) throw error
    throw new TouchstoneError({ code: 'bad-option', message: error.message, cause: error })
  }
}
