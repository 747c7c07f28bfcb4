declare module 'virtual:pdf-files' {
  /** Where the server has the files of the PDF reader. */
  export const pdfFiles: string
}
