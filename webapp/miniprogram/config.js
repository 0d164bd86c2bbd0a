/** The one value that differs between two installations: where the server answers (https in production). */
module.exports = { server: 'http://127.0.0.1:8000' };
