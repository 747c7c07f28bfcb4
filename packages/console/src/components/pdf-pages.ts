import { AnnotationMode, getDocument, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { pdfFiles } from 'virtual:pdf-files'

/** Larger files are downloaded. */
const maxBytes = 20 * 1024 * 1024
/** Of one side of a page, as drawn. */
const maxPixels = 2000
const maxImagePixels = 40_000_000
/** Errors alone: what is odd about a stranger’s PDF is no warning to the reader’s browser. */
const verbosity = 0
/** A page that takes longer is one that was made to. */
const stepMilliseconds = 20_000

export type PdfPages = {
  count: number
  /** Draws a page, from 1. */
  draw: (page: number, canvas: HTMLCanvasElement) => Promise<void>
  close: () => void
}

/**
 * Opens a stranger's PDF in a worker of its own. Pages are drawn as pixels: without links, forms and other annotations,
 * without fonts added to the page, and without the interpreter of scripts, which is not loaded.
 */
export async function openPdf(data: Uint8Array): Promise<PdfPages> {
  if (data.length > maxBytes) throw new RangeError('the document is too large for a preview')
  const thread = new Worker(workerAddress, { type: 'module' })
  const close = (): void => thread.terminate()
  try {
    const worker = PDFWorker.create({ port: thread, verbosity })
    const task = getDocument({
      data,
      worker,
      cMapUrl: `${pdfFiles}/cmaps/`,
      standardFontDataUrl: `${pdfFiles}/standard_fonts/`,
      wasmUrl: `${pdfFiles}/wasm/`,
      useWasm: false,
      disableFontFace: true,
      disableWorkerRendering: true,
      enableXfa: false,
      stopAtErrors: true,
      maxImageSize: maxImagePixels,
      verbosity,
    })
    const document = await inTime(task.promise, close)
    return {
      count: document.numPages,
      draw: async (number, canvas) => {
        const page = await inTime(document.getPage(number), close)
        const { width, height } = page.getViewport({ scale: 1 })
        const scale = Math.min(2, maxPixels / Math.max(width, height))
        const viewport = page.getViewport({ scale })
        canvas.width = Math.max(1, Math.floor(viewport.width))
        canvas.height = Math.max(1, Math.floor(viewport.height))
        const drawing = page.render({
          canvas,
          viewport,
          annotationMode: AnnotationMode.DISABLE,
          background: '#ffffff',
        })
        await inTime(drawing.promise, () => {
          drawing.cancel()
          close()
        })
        page.cleanup()
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function inTime<T>(work: Promise<T>, end: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      end()
      reject(new Error('the document takes too long to draw'))
    }, stepMilliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
