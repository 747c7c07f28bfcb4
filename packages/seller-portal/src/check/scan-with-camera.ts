import './scan-with-camera.css'
import { el } from '../dom.ts'
import { Refused } from '../public-request.ts'
import type { CheckText } from './check-page.ts'
import { readPhoto, readsPhotos } from './read-photo.ts'

const lookMilliseconds = 250

/**
 * The code that the camera is shown; undefined if the picture is closed before. Where the browser reads no codes
 * itself, one picture is sent each time that the button is pressed. Rejects if there is no camera, or none is allowed.
 */
export async function scanWithCamera({ t }: CheckText): Promise<string | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1920 } },
  })
  const video = el('video', { playsinline: true })
  video.muted = true
  video.srcObject = stream
  let code: string | undefined
  const fault = el('p', { role: 'alert' })
  const read = el('button', { class: 'main', type: 'button', click: () => void look() })
  read.textContent = t('check.camera.read')
  const dialog = el(
    'dialog',
    { class: 'camera', 'aria-labelledby': 'camera-hint' },
    video,
    el('p', { id: 'camera-hint' }, t('check.camera.hint')),
    !readsPhotos && el('p', { class: 'fine' }, t('check.photo.hint')),
    fault,
    !readsPhotos && read,
    el('button', { type: 'button', click: () => dialog.close() }, t('check.camera.close')),
  )

  async function look(): Promise<void> {
    read.disabled = true
    fault.textContent = ''
    try {
      code = await readPhoto(video)
      if (code !== undefined) dialog.close()
      else if (!readsPhotos) fault.textContent = t('check.problem.photo.none')
    } catch (error) {
      const isTooMany = error instanceof Refused && error.code === 'request-rate-exceeded'
      fault.textContent = t(`check.problem.${isTooMany ? error.code : 'failed'}`)
    } finally {
      read.disabled = false
    }
  }

  document.body.append(dialog)
  try {
    await video.play()
    dialog.showModal()
    const isClosed = new Promise<void>((resolve) =>
      dialog.addEventListener('close', () => resolve(), { once: true }),
    )
    while (readsPhotos && dialog.open) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, lookMilliseconds))
    }
    await isClosed
    return code
  } finally {
    for (const track of stream.getTracks()) track.stop()
    dialog.remove()
  }
}
