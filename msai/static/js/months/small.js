// Pictures made small on the phone: at most 500 KB, drawn anew, so that nothing the camera wrote beside them
// leaves the phone. What cannot be drawn is no picture; who asks decides what to say of it.

const MOST_BYTES = 500 * 1024;
const SIDES = [1600, 1200, 900, 640];
const QUALITIES = [0.8, 0.65, 0.5];

function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

/** The picture in a file, small; null where there is none in it that this phone can draw. */
export async function smallPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    for (const side of SIDES) {
      for (const quality of QUALITIES) {
        const blob = await drawn(picture, side, quality);
        if (blob && blob.size <= MOST_BYTES) return blob;
      }
    }
  } catch {
    return null;
  }
  return null;
}
