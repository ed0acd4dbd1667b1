/** The type of the data that the page puts into a drag: a picture's id. */
export const EASEL_IMAGE = 'application/vnd.easel.image';
