import { z } from 'zod'

/** Supported encodings of files, by their names in the WHATWG Encoding Standard. */
export const fileEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'gbk',
  'big5',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'koi8-r',
  'koi8-u',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'ibm866',
  'macintosh',
  'x-mac-cyrillic',
] as const
export type FileEncodingName = (typeof fileEncodings)[number]

export const FileEncoding = z.enum(fileEncodings).meta({
  description:
    'Encoding of the file, by its name in the WHATWG Encoding Standard. Detected from the content if absent; files of ambiguous encoding are refused.',
})

/** The start of a file, read in one encoding. */
export const EncodingReading = z
  .object({
    encoding: z.string(),
    lines: z.array(z.string()).meta({
      description: 'The first lines in which the encodings differ, truncated to 200 characters.',
    }),
  })
  .meta({ id: 'EncodingReading' })
export type EncodingReading = z.infer<typeof EncodingReading>
