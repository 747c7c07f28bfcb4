import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { addressOf } from '../../connection/index.ts'
import { QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { Appeal } from '../appeal-components/index.ts'
import styles from './appeals.module.css'

type Document = Appeal['documents'][number]

/** PDFs may hold scripts, forms and links, so they are downloaded. */
export function hasPreview({ mediaType }: Document): boolean {
  return mediaType !== 'application/pdf'
}

const mostPixels = 2000

type DocumentPreviewProps = { appeal: string; document: Document }

/** A picture drawn from its pixels: nothing else that the file may hold reaches the page. */
export function DocumentPreview({ appeal, document }: DocumentPreviewProps): ReactNode {
  const { t } = useText()
  const { id, name, mediaType } = document
  const pixels = useQuery({
    queryKey: ['appeal document', appeal, id],
    // Each access is logged: a preview that is open reads its document once.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    queryFn: async ({ signal }) => {
      const response = await fetch(addressOf('appeals', 'document', { id: appeal, document: id }), {
        signal,
      })
      if (!response.ok) return null
      const blob = new Blob([await response.arrayBuffer()], { type: mediaType })
      return createImageBitmap(blob).catch(() => null)
    },
  })
  if (!pixels.isSuccess) return <QueryStatus query={pixels} />
  const { data } = pixels
  if (data === null) return <p className={styles.fine}>{t('documents.preview.failed')}</p>
  return (
    <canvas
      className={styles.preview}
      role="img"
      aria-label={name}
      ref={(canvas) => {
        if (canvas !== null) draw(data, canvas)
      }}
    />
  )
}

function draw(pixels: ImageBitmap, canvas: HTMLCanvasElement): void {
  const scale = Math.min(1, mostPixels / Math.max(pixels.width, pixels.height))
  canvas.width = Math.max(1, Math.round(pixels.width * scale))
  canvas.height = Math.max(1, Math.round(pixels.height * scale))
  canvas.getContext('2d')?.drawImage(pixels, 0, 0, canvas.width, canvas.height)
}
