import type { EdgeLook } from './edge-look.ts'
import type { Palette } from './palette.ts'
import type { SceneLink } from './scene.ts'

/** The glyph of what is wrong, in the middle of a far line: its colour alone would say too little. */
export function paintException(
  context: CanvasRenderingContext2D,
  { path }: SceneLink,
  look: EdgeLook,
  palette: Palette,
  zoom: number,
): void {
  const middle = Math.floor(path.samples.length / 4) * 2
  const [x = 0, y = 0] = path.samples.slice(middle, middle + 2)
  context.save()
  context.translate(x, y)
  context.scale(1 / zoom, 1 / zoom)
  context.globalAlpha = 1
  context.beginPath()
  context.arc(0, 0, 8, 0, 2 * Math.PI)
  context.fillStyle = palette.canvas
  context.fill()
  context.strokeStyle = palette[look.line]
  context.lineWidth = 1.5
  context.lineCap = 'round'
  context.beginPath()
  switch (look.mtls?.key) {
    case 'plaintext': // a lock that is open
      context.rect(-4, -0.5, 8, 5.5)
      context.moveTo(-2.5, -0.5)
      context.lineTo(-2.5, -2.5)
      context.arc(0, -2.5, 2.5, Math.PI, 0)
      break
    case 'bypass': // an arrow over a bar
      context.moveTo(-5, 0.5)
      context.arc(0, 0.5, 5, Math.PI, -0.35)
      context.moveTo(4.9, -5)
      context.lineTo(4.9, -1.2)
      context.lineTo(1.2, -1.2)
      context.moveTo(0, 1)
      context.lineTo(0, 5)
      break
    case 'none': // a struck circle
      context.arc(0, 0, 5, 0, 2 * Math.PI)
      context.moveTo(-3.5, 3.5)
      context.lineTo(3.5, -3.5)
      break
    default: // a cross in a circle
      context.moveTo(5, 0)
      context.arc(0, 0, 5, 0, 2 * Math.PI)
      context.moveTo(-2, -2)
      context.lineTo(2, 2)
      context.moveTo(2, -2)
      context.lineTo(-2, 2)
  }
  context.stroke()
  context.restore()
}
