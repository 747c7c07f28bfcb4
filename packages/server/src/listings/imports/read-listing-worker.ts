import {
  decodeListingPage,
  openListingFile,
  type FileOptions,
  type RememberedSettings,
} from '../formats/index.ts'
import { serveTasks, type TaskContext } from '../../platform/file-reading/index.ts'
import { previewFile } from './preview-file.ts'
import type { OpenedListings, PageOptions, PreviewOptions } from './read-listing-file.ts'

type Context = TaskContext<readonly string[], RememberedSettings>

// Reads third-party files in a thread that is ended if one takes too long.
serveTasks({
  listings: async (wishes: FileOptions, { bytes, ask }: Context) => {
    const file = await openListingFile(bytes, wishes, ask)
    const { format, isRemembered, encoding, readings } = file
    const opened: OpenedListings = {
      format,
      isRemembered,
      encoding,
      readings,
      mapping: file.mapping(),
    }
    return { opened, rows: file.rows, end: () => file.mapping() }
  },
  preview: async ({ wishes, cut }: PreviewOptions, { bytes, ask }: Context) => ({
    opened: await previewFile(bytes, { wishes, cut, remembered: ask }),
  }),
  page: async ({ html, url, ...encoding }: PageOptions) => ({
    opened: await decodeListingPage(html, url, encoding),
  }),
})
