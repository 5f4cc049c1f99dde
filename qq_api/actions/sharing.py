"""Actions about groups' albums and flash files (闪传); all beyond LLOneBot's list."""

from functools import partial

from qq_api.actions.model import GROUP, NO, Parameter, differs, lacks, may, need, row

action = partial(row, "file")

ALBUM = need("album_id", "str", "the album", "相册 ID")
PICTURE = need(
    "lloc", "str", "the picture, as get_group_album_media_list has it", "图片的 lloc，见 get_group_album_media_list"
)
PAGE = may("attach_info", "str", "the last page's, for the next one", "上一页返回的 attach_info，用于翻页", "")
BATCH = (
    need(
        "batch_id",
        "str",
        "which upload, as get_group_album_media_list has it",
        "上传批次，见 get_group_album_media_list",
    ),
    may("lloc", "str", "one picture of it; without: the whole upload", "其中一张图片，不给出则为整批"),
)
SHARE: tuple[Parameter, ...] = (
    may("share_link", "str", "the link; it or file_set_id", "分享链接，与 file_set_id 二选一"),
    may("file_set_id", "str", "the files' id", "文件集 ID"),
)
FILE_SET = need("fileset_id", "str", "the files' id", "文件集 ID")

ROWS = (
    action(
        "get_group_album_list", "The albums of a group", "获取群相册列表", GROUP,
        result="list[Payload]", napcat=lacks("get_qun_album_list", "请用 get_qun_album_list"),
    ),
    action(
        "create_group_album", "Make an album", "创建群相册",
        GROUP, need("name", "str", "its name", "名称"), may("desc", "str", "what it is about", "描述"),
        result="CreatedAlbum", napcat=NO,
    ),
    action("delete_group_album", "Remove an album", "删除群相册", GROUP, ALBUM, napcat=NO),
    action(
        "upload_group_album", "Put pictures into an album", "上传群相册",
        GROUP, ALBUM, need("files", "list[str]", "paths or addresses", "路径或地址"),
        result="Any", napcat=lacks("upload_image_to_qun_album", "请用 upload_image_to_qun_album"),
    ),
    action(
        "get_group_album_media_list", "The pictures of an album", "获取群相册媒体列表",
        GROUP, ALBUM, PAGE,
        result="AlbumMedia", napcat=differs("QQ's own fields", "QQ 内部字段"),
    ),
    action(
        "get_qun_album_list", "The albums of a group", "获取群相册列表（NapCat）",
        GROUP, PAGE,
        result="Albums", llonebot=lacks("get_group_album_list", "请用 get_group_album_list"),
        source="NapCat: get_qun_album_list",
    ),
    action(
        "upload_image_to_qun_album", "Put a picture into an album", "上传图片到群相册",
        GROUP, ALBUM, need("album_name", "str", "the album's name", "相册名称"),
        need("file", "str", "a path, address or base64://", "路径、地址或 base64://"),
        result="Any", llonebot=lacks("upload_group_album", "请用 upload_group_album"),
        source="NapCat: upload_image_to_qun_album",
    ),
    action(
        "del_group_album_media", "Remove a picture from an album", "删除群相册媒体",
        GROUP, ALBUM, PICTURE,
        result="Any", llonebot=NO, source="NapCat: del_group_album_media",
    ),
    action(
        "do_group_album_comment", "Comment on a picture in an album", "评论群相册图片",
        GROUP, ALBUM, PICTURE, need("content", "str", "what to say", "评论内容"),
        result="Any", llonebot=NO, source="NapCat: do_group_album_comment",
    ),
    action(
        "set_group_album_media_like", "Like a picture in an album", "点赞群相册图片",
        GROUP, ALBUM, *BATCH,
        result="Any", llonebot=NO, source="NapCat: set_group_album_media_like",
    ),
    action(
        "cancel_group_album_media_like", "Take such a like back", "取消点赞群相册图片",
        GROUP, ALBUM, *BATCH,
        result="Any", llonebot=NO, source="NapCat: cancel_group_album_media_like",
    ),
    # -- flash files
    action(
        "upload_flash_file", "Share files as flash files", "上传闪传文件",
        need("paths", "list[str]", "paths or addresses", "路径或地址"), may("title", "str", "the title", "标题"),
        result="FlashShare", napcat=lacks("create_flash_task", "请用 create_flash_task"),
    ),
    action(
        "get_flash_file_info", "What is in a flash share", "获取闪传文件详情", *SHARE,
        result="FlashInfo", napcat=lacks("get_fileset_info", "请用 get_fileset_info"),
    ),
    action(
        "get_flash_file_download_urls", "Where the files of a flash share are", "获取闪传文件下载地址", *SHARE,
        result="FlashUrls", napcat=lacks("get_flash_file_url", "请用 get_flash_file_url"),
    ),
    action(
        "download_flash_file", "Download a flash share to where QQ's side runs", "下载闪传文件", *SHARE,
        napcat=lacks("download_fileset", "请用 download_fileset"),
    ),
    action(
        "reshare_flash_file", "Share the same files again, by a new link", "重新分享闪传文件", *SHARE,
        result="FlashShare", napcat=NO,
    ),
    action(
        "create_flash_task", "Share files as flash files", "创建闪传任务",
        need("files", "str | list[str]", "paths", "路径"), may("name", "str", "the title", "标题"),
        may("thumb_path", "str", "a picture to show", "缩略图路径"),
        result="Any", llonebot=lacks("upload_flash_file", "请用 upload_flash_file"), source="NapCat: create_flash_task",
    ),
    action(
        "send_flash_msg", "Send a flash share to somebody or a group", "发送闪传消息",
        FILE_SET, may("user_id", "Id", "to whom", "发给谁"), may("group_id", "Id", "to which group", "发到哪个群"),
        result="Any", llonebot=NO, source="NapCat: send_flash_msg",
    ),
    action(
        "get_share_link", "The link of a flash share", "获取闪传分享链接", FILE_SET,
        result="Any", llonebot=NO, source="NapCat: get_share_link",
    ),
    action(
        "get_fileset_id", "The flash share behind a link", "获取闪传文件集 ID",
        need("share_code", "str", "the link, or the code in it", "分享链接或其中的分享码"),
        result="FileSet", llonebot=NO, source="NapCat: get_fileset_id",
    ),
    action(
        "get_fileset_info", "What is in a flash share", "获取闪传文件集信息", FILE_SET,
        result="Any", llonebot=lacks("get_flash_file_info", "请用 get_flash_file_info"),
        source="NapCat: get_fileset_info",
    ),
    action(
        "get_flash_file_list", "The files of a flash share", "获取闪传文件列表", FILE_SET,
        result="Any", llonebot=lacks("get_flash_file_info", "请用 get_flash_file_info"),
        source="NapCat: get_flash_file_list",
    ),
    action(
        "get_flash_file_url", "Where a file of a flash share is", "获取闪传文件链接",
        FILE_SET, may("file_name", "str", "which, by name", "文件名"),
        may("file_index", "int", "which, by place", "文件序号"),
        result="Any",
        llonebot=lacks("get_flash_file_download_urls", "请用 get_flash_file_download_urls"),
        source="NapCat: get_flash_file_url",
    ),
    action(
        "download_fileset", "Download a flash share to where QQ's side runs", "下载闪传文件集", FILE_SET,
        result="Any", llonebot=lacks("download_flash_file", "请用 download_flash_file"),
        source="NapCat: download_fileset",
    ),
)  # fmt: skip
