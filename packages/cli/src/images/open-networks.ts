import { TouchstoneError } from '@touchstone/contract'
import { PictureNetworks, UnfitNetwork } from '@touchstone/recognition/image'
import { readNetworks, type NetworkFileNames } from '@touchstone/server/config'

/** Loads the named networks; undefined if none was named. Rejects with the reason if one does not fit. */
export async function openNetworks(names: NetworkFileNames): Promise<PictureNetworks | undefined> {
  if (Object.keys(names).length === 0) return undefined
  try {
    return await PictureNetworks.open(await readNetworks(names))
  } catch (error) {
    if (!(error instanceof UnfitNetwork)) throw error
    throw new TouchstoneError({ code: 'bad-option', message: error.message, cause: error })
  }
}
