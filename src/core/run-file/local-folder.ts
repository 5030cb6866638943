/** What a run file says in place of an address of a model that was taken from a folder on the device. */
export const LOCAL_FOLDER = 'local folder';
