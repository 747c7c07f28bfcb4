import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import type { DocumentPreviewProps } from './document-preview.tsx'
import styles from './document-preview.module.css'
import { QueryStatus } from './page-states.tsx'
import type { PdfPages } from './pdf-pages.ts'

const mostPixels = 2000

type Drawing = {
  count: number
  draw: (page: number, canvas: HTMLCanvasElement) => Promise<void>
  close?: PdfPages['close']
}

/** A document drawn from its pixels: nothing else that the file may hold reaches the page. */
export function DrawnDocument({ address, name, mediaType }: DocumentPreviewProps): ReactNode {
  const drawing = useQuery({
    queryKey: ['document preview', address],
    // Each access is recorded: a preview that is open reads its document once.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    queryFn: async ({ signal }) => {
      const response = await fetch(address, { signal })
      if (!response.ok) return null
      const bytes = await response.arrayBuffer()
      return open(bytes, mediaType).catch(() => null)
    },
  })
  const { data } = drawing
  useEffect(() => () => data?.close?.(), [data])
  if (!drawing.isSuccess) return <QueryStatus query={drawing} />
  if (data == null) return <Failed />
  return <Pages drawing={data} name={name} />
}

function Failed(): ReactNode {
  const { t } = useText()
  return (
    <p className={styles.failed} role="alert">
      {t('document-preview.failed')}
    </p>
  )
}

async function open(bytes: ArrayBuffer, mediaType: string): Promise<Drawing> {
  if (mediaType === 'application/pdf') {
    const { openPdf } = await import('./pdf-pages.ts')
    return openPdf(new Uint8Array(bytes))
  }
  const pixels = await createImageBitmap(new Blob([bytes], { type: mediaType }))
  return { count: 1, draw: async (_, canvas) => drawPicture(pixels, canvas) }
}

function drawPicture(pixels: ImageBitmap, canvas: HTMLCanvasElement): void {
  const scale = Math.min(1, mostPixels / Math.max(pixels.width, pixels.height))
  canvas.width = Math.max(1, Math.round(pixels.width * scale))
  canvas.height = Math.max(1, Math.round(pixels.height * scale))
  canvas.getContext('2d')?.drawImage(pixels, 0, 0, canvas.width, canvas.height)
}

type PagesProps = { drawing: Drawing; name: string }

/** One page at a time: a document of a thousand pages takes no more memory than one of two. */
function Pages({ drawing, name }: PagesProps): ReactNode {
  const { t } = useText()
  const [page, setPage] = useState(1)
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing')
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (next: typeof state) => () => {
      if (isCurrent) setState(next)
    }
    if (canvas.current !== null) {
      setState('drawing')
      drawing.draw(page, canvas.current).then(show('drawn'), show('failed'))
    }
    return () => {
      isCurrent = false
    }
  }, [drawing, page])
  // On a phone the document is below the button that opened it.
  useEffect(() => {
    if (state === 'drawn') canvas.current?.scrollIntoView({ block: 'nearest' })
  }, [state])
  if (state === 'failed') return <Failed />
  return (
    <div className={styles.pages}>
      {drawing.count > 1 && (
        <div className={styles.steps}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={page === 1 || state === 'drawing'}
            onClick={() => setPage(page - 1)}
          >
            {t('document-preview.previous')}
          </Button>
          <span aria-live="polite">
            {t('document-preview.position', { page, count: drawing.count })}
          </span>
          <Button
            size="compact-xs"
            variant="default"
            disabled={page === drawing.count || state === 'drawing'}
            onClick={() => setPage(page + 1)}
          >
            {t('document-preview.next')}
          </Button>
        </div>
      )}
      <canvas
        key={page}
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={drawing.count > 1 ? t('document-preview.named', { name, page }) : name}
        aria-busy={state === 'drawing'}
      />
    </div>
  )
}
