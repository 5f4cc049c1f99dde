"""What answers about files are made of."""

from qq_api.actions.model import shape

SHAPES = (
    shape("Uploaded", "A file that was uploaded", "已上传的文件", """
        file_id: str | None
    """),
    shape("CreatedFolder", "A folder that was made", "已创建的文件夹", """
        folder_id?: str
        result?: Payload, groupItem?: Payload # NapCat's # NapCat 返回
    """),
    shape("GroupFile", "A file of a group", "群文件", """
        group_id: int, file_id: str, file_name: str, busid: int
        file_size: int # bytes # 字节
        size?: int # the same (NapCat) # 同上（NapCat）
        upload_time: int # Unix seconds # Unix 秒
        dead_time: int # when it vanishes, Unix seconds; 0: never # 过期时间，Unix 秒，0 为永久
        modify_time: int # Unix seconds # Unix 秒
        download_times: int
        uploader: int, uploader_name: str
    """),
    shape("GroupFolder", "A folder of a group", "群文件夹", """
        group_id: int, folder_id: str, folder_name: str
        folder?: str # the same as folder_id (NapCat) # 同 folder_id（NapCat）
        create_time: int # Unix seconds # Unix 秒
        creator: int, creator_name: str
        total_file_count: int
    """),
    shape("GroupFiles", "Files and folders", "文件和文件夹", """
        files: list[GroupFile], folders: list[GroupFolder]
    """),
    shape("FileSystem", "How much room there is", "群文件空间", """
        file_count: int, limit_count: int
        used_space: int # bytes # 字节
        total_space: int # bytes # 字节
    """),
    shape("Done", "Whether it worked", "是否成功", """
        ok: bool
    """),
    shape("ReceivedFile", "A file of a message", "消息中的文件", """
        file?: str # its path where QQ's side runs # 在 QQ 端的路径
        url?: str
        file_size?: str # bytes # 字节
        file_name?: str
        base64?: str
        size?: int, filename?: str # go-cqhttp's # go-cqhttp 返回
    """),
    shape("Downloaded", "A file that was downloaded", "已下载的文件", """
        file: str # its path where QQ's side runs # 在 QQ 端的绝对路径
    """),
    shape("CreatedAlbum", "An album that was made", "已创建的相册", """
        album_id: str, owner: str, name: str, desc: str
    """),
    shape("Albums", "Albums, a page of them", "相册列表", """
        album_list: list[Payload]
        attach_info: str # for the next page # 用于翻页
        has_more: bool
    """),
    shape("AlbumMedia", "Pictures of an album, a page of them", "相册中的媒体", """
        album: Payload, media_list: list[Payload]
        next_attach_info: str # for the next page # 用于翻页
        next_has_more: bool
    """),
    shape("FlashUrl", "Where a flash file is", "闪传文件地址", """
        name: str
        size: int # bytes # 字节
        url: str
        expire: int # for how long, seconds # 有效时长，秒
    """),
    shape("FlashShare", "Flash files that were shared", "闪传分享", """
        file_set_id: str, share_link: str
        expire_time: int # Unix seconds # 过期时间，Unix 秒
        downloads?: list[FlashUrl]
    """),
    shape("FlashFile", "A flash file", "闪传文件", """
        name: str
        size: int # bytes # 字节
    """),
    shape("FlashInfo", "What is in a flash share", "闪传文件集", """
        file_set_id: str, title: str, share_link: str
        total_file_size: int # bytes # 字节
        files: list[FlashFile]
    """),
    shape("FlashUrls", "Where the files of a flash share are", "闪传文件下载地址", """
        file_set_id: str, share_link: str, files: list[FlashUrl]
    """),
    shape("FileSet", "A flash share", "闪传文件集 ID", """
        fileset_id: str
    """),
)  # fmt: skip
